/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.math.BigDecimal;

/**
 * What a call has cost that nobody knew when it ended.
 *
 * @param id of the call
 * @param gateway the name of the gateway that made it, empty for the unnamed one
 * @param spend how much more it has cost than was known before, in US dollars
 */
public record LateCost(String id, String gateway, CallRecord.Client client, CallRecord.Model model, BigDecimal spend) {}
