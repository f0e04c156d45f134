/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import org.jspecify.annotations.Nullable;

/**
 * Where the model list comes from: one {@code GET /v1/models} to OpenRouter.
 *
 * <p>Whoever implements it promises that a call ends by itself (it has a time-out) and hangs on no client: its answer is
 * shared by everybody who waits for the list, also when the caller whose thread it runs on has left.
 */
@FunctionalInterface
public interface ModelSource {

    /**
     * Asks once. An exception and a status of 400 or more are failures; an
     * {@link io.github.camelopenrouter.error.OpenRouterException} reaches the client as it is.
     *
     * @param query the query string without its question mark, or null for none
     */
    Answer fetch(@Nullable String query) throws Exception;

    /**
     * What came back. The body belongs to the receiver; {@code cacheControl} is the header of that name, null when absent.
     */
    record Answer(int status, byte[] body, @Nullable String cacheControl) {}
}
