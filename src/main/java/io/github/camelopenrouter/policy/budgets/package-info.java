/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * Budgets: money is held before a call is made and booked when it has ended, so that no limit is passed by calls at once. The
 * steps of a call, the budgets of a policy in their windows, and the count of them in a process's memory, which follows the
 * journal. Uses {@code policy.cost}, {@code policy.request}, {@code policy.document}, {@code usage}, {@code models},
 * {@code passthrough}, {@code tokens}, {@code upstream}, {@code response}, {@code request}, {@code body}, {@code call}, {@code error}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.policy.budgets;

import org.jspecify.annotations.NullMarked;
