/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

/**
 * What the ledger must know of a call before it is answered.
 *
 * @param id the generation's
 * @param type what {@code GET /v1/generation} calls the operation
 * @param key the label of the key that pays
 * @param created seconds since 1970
 */
record Order(String id, String model, String type, boolean streamed, String key, long created) {}
