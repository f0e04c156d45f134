/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.BegunAttempt;

/**
 * An attempt that may be billed, as a line of JSON: so much of its call's record as is known when it begins. A call whose
 * record never comes is booked by its lines.
 */
final class BegunLine {

    static final String SCHEMA = "camel-openrouter/begun/1";

    /** In bytes. */
    private static final int USUAL = 640;

    private BegunLine() {}

    /** With its line break. */
    static byte[] of(BegunAttempt begun, String node) {
        return LineJson.write(USUAL, line -> write(begun, node, line));
    }

    private static void write(BegunAttempt begun, String node, LineJson line) {
        line.word("schema", SCHEMA);
        line.word("id", begun.id());
        line.text("request_id", begun.requestId());
        line.text("parent", begun.parent());
        line.time(begun.time());
        line.word("gateway", begun.gateway());
        line.word("node", node);
        line.text("door", begun.door());
        line.text("operation", begun.operation());
        line.flag("stream", begun.stream());
        line.client(begun.client());
        line.tags(begun.tags());
        line.number("attempt", begun.attempt());
        line.text("asked", begun.asked());
        line.text("model", begun.model());
        line.text("upstream_key", begun.upstreamKey());
        line.amount("estimate", begun.estimate());
        line.text("generation_id", begun.generationId());
    }
}
