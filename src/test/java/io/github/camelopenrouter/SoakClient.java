/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * One user of the soak: of a hundred requests it leaves thirty, in several ways, and sends five to models that fail; the
 * rest must come back whole. Its choices are the same in every run.
 */
final class SoakClient implements AutoCloseable {

    /** What one request came to. */
    enum Outcome {
        WHOLE,
        LEFT,
        FAULT
    }

    private static final int LEAVES = 30;
    private static final int FAULTS = 5;
    private static final int REQUESTS_PER_CONNECTION = 10;
    private static final String LONG_TEXT = "camel ".repeat(10_000);

    /** All end by themselves and soon. */
    private static final List<String> FAULTY = List.of(
            "sandbox/reset-before",
            "sandbox/reset-after-head",
            "sandbox/reset-mid-stream",
            "sandbox/status-503",
            "sandbox/truncated",
            "sandbox/error-in-200",
            "sandbox/error-mid-stream",
            "sandbox/html",
            "sandbox/one-byte-chunks");

    private final int port;
    private final Random random;
    private RawClient connection;
    private int sent;

    SoakClient(int port, int number) {
        this.port = port;
        this.random = new Random(number);
    }

    /** @throws IOException if the gateway left a good request without an answer */
    Outcome request() throws IOException {
        if (connection == null || sent >= REQUESTS_PER_CONNECTION) {
            connect();
        }
        sent++;
        int kind = random.nextInt(100);
        Door door = Door.values()[random.nextInt(Door.values().length)];
        boolean stream = door != Door.EMBEDDINGS && random.nextInt(3) > 0;
        String body = stream ? door.streaming() : door.plain();
        if (kind < LEAVES) {
            return leave(door, withText(body), stream);
        }
        return kind < LEAVES + FAULTS ? fail(door, body) : finish(door, withText(body), stream);
    }

    private Outcome finish(Door door, String body, boolean stream) throws IOException {
        RawClient.Answer answer = connection.post(door.path(), body).answer();
        String text = answer.text();
        if (answer.status() != 200 || !isWhole(door, text, stream)) {
            close();
            throw new IOException(door + " ended with " + answer.status() + ": " + tail(text));
        }
        return Outcome.WHOLE;
    }

    /** In the middle of the request, before the answer's first byte, or after some of its events. */
    private Outcome leave(Door door, String body, boolean stream) throws IOException {
        int when = random.nextInt(stream ? 6 : 2);
        if (when == 0) {
            connection.head("POST", door.path(), body.length()).send(body.substring(0, body.length() / 2));
        } else {
            connection.post(door.path(), body);
        }
        if (when > 1) {
            connection.answer().next(1 + random.nextInt(600));
        }
        close();
        return Outcome.LEFT;
    }

    /** Whatever comes, it must come to an end. */
    private Outcome fail(Door door, String body) throws IOException {
        String model = FAULTY.get(random.nextInt(FAULTY.size()));
        RawClient.Answer answer = connection
                .post(door.path(), body.replaceFirst("\"model\":\"[^\"]*\"", "\"model\":\"" + model + "\""))
                .answer();
        try {
            answer.text();
        } catch (EOFException e) {
            return Outcome.FAULT; // a plain answer was cut off after its status
        } finally {
            close();
        }
        return Outcome.FAULT;
    }

    /** One request in ten is long. */
    private String withText(String body) {
        return random.nextInt(10) == 0 ? body.replace("\"Hi\"", "\"" + LONG_TEXT + "\"") : body;
    }

    private static boolean isWhole(Door door, String text, boolean stream) {
        if (!stream) {
            return text.trim().endsWith("}") && !text.contains("\"error\":{");
        }
        return switch (door) {
            case RESPONSES -> text.contains("\"type\":\"response.completed\"");
            case MESSAGES -> text.contains("\"type\":\"message_stop\"");
            default -> text.endsWith("data: [DONE]\n\n");
        };
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 200));
    }

    private void connect() throws IOException {
        close();
        connection = RawClient.connect(port);
        sent = 0;
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
