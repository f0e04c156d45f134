/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import org.jspecify.annotations.Nullable;

/**
 * The operations of the gateway, by the name that stands in route ids and in {@code direct:openrouter-<name>}.
 *
 * <p>Every operation knows its method, its upstream path (source: OpenRouter) and which API's error envelope its callers expect.
 */
public enum Operation {
    CHAT_COMPLETIONS("chat-completions", "/v1/chat/completions", Api.OPENAI),
    COMPLETIONS("completions", "/v1/completions", Api.OPENAI),
    RESPONSES("responses", "/v1/responses", Api.OPENAI),
    EMBEDDINGS("embeddings", "/v1/embeddings", Api.OPENAI),
    MESSAGES("messages", "/v1/messages", Api.ANTHROPIC),
    /** How many tokens a request to {@link #MESSAGES} has, by the gateway's own estimate. */
    COUNT_TOKENS("count-tokens", "/v1/messages/count_tokens", Api.ANTHROPIC),
    MODELS("models", "/v1/models", Api.OPENAI),
    /** The same list in Anthropic's shape. */
    ANTHROPIC_MODELS("anthropic-models", "/v1/models", Api.ANTHROPIC),
    /**
     * One of OpenRouter's other paths, as it is: which one says {@link OpenRouterConstants#PASS_THROUGH}, and the table in
     * {@code passthrough} what stands where. One value for all of them: whoever switches over operations has one case to
     * think of, and a new path is a row of the table and nobody's missing case.
     */
    PASS_THROUGH("pass-through", "/v1", Api.OPENAI);

    /** Whose error envelope a caller can read. */
    public enum Api {
        OPENAI,
        ANTHROPIC;

        private static final String ANTHROPIC_DOORS = "/anthropic";
        private static final String MESSAGES_DOOR = "/messages";

        /** The API whose clients use this path of the HTTP doors, also behind one prefix; null is a path that nobody knows. */
        public static Api ofDoor(@Nullable String path) {
            return path != null && (isOfAnthropic(path) || isOfMessages(path)) ? ANTHROPIC : OPENAI;
        }

        private static boolean isOfAnthropic(String path) {
            int second = path.indexOf('/', 1);
            return isBelow(ANTHROPIC_DOORS, path, 0) || second > 0 && isBelow(ANTHROPIC_DOORS, path, second);
        }

        /** {@code /v1/messages} and what is below, also with one other prefix or without any; {@code /v1} may be missing. */
        private static boolean isOfMessages(String path) {
            int second = path.indexOf('/', 1);
            return isBelow(MESSAGES_DOOR, path, 0)
                    || second > 0
                            && (isBelow(MESSAGES_DOOR, path, second)
                                    || path.startsWith("/v1/", second) && isBelow(MESSAGES_DOOR, path, second + 3));
        }

        private static boolean isBelow(String door, String path, int at) {
            int end = at + door.length();
            return path.startsWith(door, at) && (path.length() == end || path.charAt(end) == '/');
        }
    }

    private final String id;
    private final String path;
    private final Api api;

    Operation(String id, String path, Api api) {
        this.id = id;
        this.path = path;
        this.api = api;
    }

    /** The name in route ids, for example {@code chat-completions}. */
    public String id() {
        return id;
    }

    /** The path below the upstream's base URL, always beginning with {@code /v1}; of {@link #PASS_THROUGH} only the beginning. */
    public String path() {
        return path;
    }

    /** The HTTP method, at the doors and upstream; that of {@link #PASS_THROUGH} stands in its table. */
    public String method() {
        return listsModels() ? "GET" : "POST";
    }

    /** Whether it asks no model, but which there are. */
    public boolean listsModels() {
        return this == MODELS || this == ANTHROPIC_MODELS;
    }

    /** The path of its usual door, where clients of its API look for it. */
    public String doorPath() {
        return api == Api.ANTHROPIC ? Api.ANTHROPIC_DOORS + path : path;
    }

    public Api api() {
        return api;
    }
}
