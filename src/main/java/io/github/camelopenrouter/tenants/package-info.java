/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * Tenants who share an account of OpenRouter's and must not see each other there: what goes up of their identifiers, and what
 * of the account itself none of them may use.
 * Uses {@code passthrough}, {@code models}, {@code admin}, {@code usage}, {@code auth}, {@code response}, {@code body}, {@code call},
 * {@code error}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.tenants;

import org.jspecify.annotations.NullMarked;
