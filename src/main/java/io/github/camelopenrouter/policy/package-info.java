/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * Who may ask for what: the policy of a gateway, where it comes from, and the parts that have it hold.
 * Uses {@code policy.store}, {@code policy.limits}, {@code policy.budgets}, {@code policy.request}, {@code policy.document}, {@code auth}, {@code models},
 * {@code upstream.keys}, {@code request}, {@code call}, {@code error},
 * {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.policy;

import org.jspecify.annotations.NullMarked;
