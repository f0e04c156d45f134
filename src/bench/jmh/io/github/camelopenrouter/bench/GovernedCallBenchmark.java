/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Exchange;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same whole calls of a client that is known, with a journal: by its key alone, and with limits of its team and budgets of
 * organisation, team and key on top. The difference is what these cost, but for the headers at the door.
 */
public class GovernedCallBenchmark extends CallBenchmark {

    private static final String CLIENT = "bench";
    private static final String POLICY = """
            organisation: { budgets: [{ usd: '1000000000', period: month }] }
            teams:
              bench:
                models: ["openai/*", "mistralai/*"]
                deny-models: ["openai/o1-pro"]
                limits: { requests: 100000000/min, tokens: 100000000000/min, concurrent: 100000 }
                budgets: [{ usd: '1000000000', period: month }]
            keys:
              bench: { team: bench, budgets: [{ usd: '1000000000', period: month }], sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef }
            """;

    private final Principal client = new Principal(CLIENT, CLIENT, null, Set.of());

    @Param({"key", "budgets"})
    private String by;

    private Path home;

    @Override
    void configure(Properties settings) throws IOException {
        home = Files.createTempDirectory("governed");
        settings.setProperty("openrouter.data-dir", home.resolve("data").toString());
        settings.setProperty("openrouter.store.url", "off");
        if (by.equals("budgets")) {
            Path policy = Files.writeString(home.resolve("policy.yaml"), POLICY);
            settings.setProperty("openrouter.policy.file", policy.toString());
        }
    }

    @Override
    void prepare(Exchange call) {
        client.putOn(call);
    }

    @TearDown
    public void remove() throws IOException {
        context.stop();
        try (var files = Files.walk(home)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }
}
