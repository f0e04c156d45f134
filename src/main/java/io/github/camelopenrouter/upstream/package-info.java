/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * One call to OpenRouter and its attempts: retry, circuit breakers, clocks. One room, because all of them write to the
 * one attempt at hand and are settled by it; {@link io.github.camelopenrouter.upstream.UpstreamSteps} is its door. Uses
 * {@code response.filter}, {@code response}, {@code call}, {@code balance}, {@code error}, {@code config}, {@code api};
 * never its own subpackages.
 */
@NullMarked
package io.github.camelopenrouter.upstream;

import org.jspecify.annotations.NullMarked;
