/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A whole answer, ready to be played: the head and what happens after it. The steps are made while they are played, so
 * an answer may be endless; a script is good for one play.
 *
 * @param whenGone what is done if the client leaves before the end
 */
record Script(int status, Map<String, String> headers, Stream<Step> steps, Runnable whenGone) {

    static final String JSON = "application/json";
    static final String EVENTS = "text/event-stream";
    static final String HTML = "text/html; charset=utf-8";

    static Script of(int status, String contentType, Stream<Step> steps) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Script(status, headers, steps, () -> {});
    }

    static Script text(int status, String contentType, String body) {
        return of(status, contentType, Stream.of(Step.Bytes.of(body), Step.Ending.CLEAN));
    }

    static Script json(int status, JsonNode body) {
        return text(status, JSON, Json.write(body));
    }

    static Script html(int status, String title) {
        return text(
                status,
                HTML,
                "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title
                        + "</h1></body></html>");
    }

    /** An answer of which not even the head arrives. */
    static Script headless(Step ending) {
        return of(200, JSON, Stream.of(ending));
    }

    Script with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Script(status, more, steps, whenGone);
    }

    Script with(Stream<Step> others) {
        return new Script(status, headers, others, whenGone);
    }

    Script whenGone(Runnable action) {
        return new Script(status, headers, steps, action);
    }

    Script after(Step first) {
        return with(Stream.concat(Stream.of(first), steps));
    }

    /** The same answer with every chunk of bytes turned into other steps. */
    Script rewrite(Function<Buffer, Stream<Step>> change) {
        return with(steps.flatMap(
                step -> step instanceof Step.Bytes bytes ? change.apply(bytes.buffer()) : Stream.of(step)));
    }
}
