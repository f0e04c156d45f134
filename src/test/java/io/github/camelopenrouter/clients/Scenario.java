/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.util.Locale;

/** What each client is put through; the columns of the matrix. */
enum Scenario implements Column {
    PLAIN("plain", "one question, one answer, with its token counts"),
    STREAM("stream", "the same as a stream"),
    TOOLS("tools", "a tool call, plain and streamed"),
    STRUCTURED("structured", "an answer that follows a JSON schema"),
    RESPONSES("responses", "OpenAI's Responses API, plain and streamed"),
    REFUSED(
            "refused",
            "401, 402, 429 and an unknown model, plain and streamed: the client's error with status and text"),
    ERROR_MID_STREAM("error mid-stream", "the provider fails after three words: the client's error with the text"),
    TRUNCATED("truncated", "the upstream ends the stream early: an error, not a short answer"),
    RESET("reset", "the upstream resets the connection mid-stream: the same"),
    RESPONSES_ERROR(
            "responses error", "a Responses stream that fails or ends early: the text in an event or exception"),
    ABORT("abort", "the client leaves an endless stream, and asks on"),
    MODELS("models", "the list of models"),
    EMBEDDINGS("embeddings", "two texts, two vectors");

    private final String title;
    private final String description;

    Scenario(String title, String description) {
        this.title = title;
        this.description = description;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String description() {
        return description;
    }

    /** The name in the scripts. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
