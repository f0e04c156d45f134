/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Somebody who gets what an export sends, and answers as a test says. */
final class Receiver implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** @param status of the answer to it */
    record Delivery(String requestLine, Map<String, String> headers, byte[] body, int status) {

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        List<String> ids() throws IOException {
            List<String> ids = new ArrayList<>();
            json().path("records")
                    .forEach(record -> ids.add(record.path("id").asText() + " "
                            + record.path("rev").asInt()));
            return ids;
        }
    }

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final ScriptedUpstream server;
    private volatile Function<Integer, Answer> answers = number -> new Answer(200);

    record Answer(int status, String... headers) {}

    private Receiver(int port) {
        server = ScriptedUpstream.start(port, this::answer);
    }

    static Receiver start() {
        return new Receiver(0);
    }

    /** On a port where nobody has listened so far. */
    static Receiver startOn(int port) {
        return new Receiver(port);
    }

    /** @param made by the number of the delivery, from 0 */
    Receiver answering(Function<Integer, Answer> made) {
        answers = made;
        return this;
    }

    /** Whether somebody has sent it so many, answered or not. */
    boolean isAsked(int times) {
        return server.callCount() >= times;
    }

    private synchronized void answer(ScriptedUpstream.Call call) throws IOException {
        Answer answer = answers.apply(deliveries.size());
        deliveries.add(new Delivery(call.requestLine(), call.headers(), call.body(), answer.status()));
        call.answer(answer.status(), "text/plain", "told by the receiver: canary-answer", answer.headers());
    }

    int port() {
        return server.port();
    }

    String url() {
        return server.baseUrl();
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** Id and revision of all that it has taken. */
    List<String> taken() throws IOException {
        List<String> taken = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (delivery.status() < 300) {
                taken.addAll(delivery.ids());
            }
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
