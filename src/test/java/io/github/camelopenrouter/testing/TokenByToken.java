/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Proves that a stream flows: the upstream holds each event back until the client has the one before. */
public final class TokenByToken {

    private static final int EVENTS = 5;
    private static final String DONE = "data: [DONE]";

    private TokenByToken() {}

    public static void assertThrough(
            ScriptedUpstream upstream, int port, String path, String request, String... headers) throws Exception {
        Semaphore seen = new Semaphore(0);
        upstream.script(call -> {
            call.head(200, "text/event-stream");
            for (int n = 0; n < EVENTS; n++) {
                call.send(event(n) + "\n\n");
                assertThat(seen.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            }
            call.send(DONE + "\n\n").end();
        });
        try (RawClient client = RawClient.connect(port).post(path, request, headers)) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.answer().body(), StandardCharsets.UTF_8));
            for (int n = 0; n < EVENTS; n++) {
                assertThat(nextEvent(lines)).isEqualTo(event(n));
                seen.release();
            }
            assertThat(nextEvent(lines)).isEqualTo(DONE);
        }
    }

    /** On a busy machine a keep-alive may come in between. */
    private static String nextEvent(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data:")) {
            line = lines.readLine();
        }
        return line;
    }

    private static String event(int n) {
        return "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + n + "\"}}]}";
    }
}
