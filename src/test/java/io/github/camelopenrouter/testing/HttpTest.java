/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import io.github.camelopenrouter.TestGateway;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** One gateway in front of one scripted upstream for all tests of a class; every test writes its own script. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpTest {

    public static final String SSE = "text/event-stream";
    public static final String JSON = "application/json";
    public static final String DONE = "data: [DONE]\n\n";

    private final String[] settings;

    public ScriptedUpstream upstream;
    public TestGateway gateway;

    /** @param settings {@code key=value}, where {@code openrouter.} may be left out */
    public HttpTest(String... settings) {
        this.settings = settings;
    }

    @BeforeAll
    public void start() {
        upstream = ScriptedUpstream.start(HttpTest::noScript);
        gateway = TestGateway.start(upstream.baseUrl(), settings);
    }

    @BeforeEach
    public void forgetEarlierTests() {
        upstream.script(HttpTest::noScript);
        upstream.forget();
    }

    @AfterAll
    public void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    public RawClient client() throws IOException {
        return RawClient.connect(gateway.port());
    }

    /** What is to come true soon, however busy the machine. */
    public static ConditionFactory await(int seconds) {
        return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(10));
    }

    private static void noScript(ScriptedUpstream.Call call) throws IOException {
        call.answer(500, JSON, "{\"error\":{\"message\":\"no script\"}}");
    }
}
