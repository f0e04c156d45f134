/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * How administrators see and change the policy, and see how its budgets stand, below {@code /admin/v1}: processors that the routes in {@code routes/admin/}
 * name. Which role may call a path has been decided in front of them; here it is decided whose teams and keys a lead or a
 * member has in hand. Uses {@code admin}, {@code policy.store}, {@code policy.document}, {@code error},
 * {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.admin.policy;

import org.jspecify.annotations.NullMarked;
