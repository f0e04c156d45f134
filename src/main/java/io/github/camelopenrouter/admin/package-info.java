/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * What operators ask and order on the management port, below {@code /admin/v1}: processors that the routes in {@code
 * routes/admin/} name. Which role may ask has been decided in front of them; whose calls a lead sees is decided here. Uses
 * {@code policy.store}, {@code policy.document}, {@code audit}, {@code usage}, {@code call}, {@code error}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.admin;

import org.jspecify.annotations.NullMarked;
