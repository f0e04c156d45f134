/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * Filters on answers: whoever is a {@link io.github.camelopenrouter.spi.ResponseFilter} sees the texts of each whole event of
 * a stream, or of a plain body, and may let it pass, hold it, rewrite it or end the answer in the way of its API. Stands in
 * front of {@code response}'s reading, which reports what OpenRouter has sent, and behind whoever receives the answer; without
 * a filter nothing here runs. Uses {@code response}, {@code call}, {@code error}, {@code spi}, {@code api}.
 */
@NullMarked
package io.github.camelopenrouter.response.filter;

import org.jspecify.annotations.NullMarked;
