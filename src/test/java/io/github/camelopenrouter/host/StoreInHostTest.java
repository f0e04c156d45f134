/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store in a host: only where it is asked for, with its libraries, and one for all gateways. */
@Timeout(60)
class StoreInHostTest {

    private static final String CANARY = "canary-password";

    /** What a store needs. */
    private static final String ALL = "HikariCP|flyway|h2-|postgresql";

    private static final Map<String, ClassPathWithout> CLASS_PATHS = new HashMap<>();

    @TempDir
    private static Path data;

    @ParameterizedTest
    @CsvSource({
        "h2, " + ALL + ", 'HikariCP, which is not on the class path: add com.zaxxer:HikariCP.'",
        "h2, h2, 'H2, which is not on the class path: add com.h2database:h2.'",
        "jdbc:postgresql:…, flyway-database, "
                + "'Flyway for PostgreSQL, which is not on the class path: add org.flywaydb:flyway-database-postgresql.'"
    })
    void saysWhichLibraryItLacks(String url, String library, String sentence) throws Exception {
        ClassPathWithout without = classPathWithout(library);

        assertThat(start(without, "openrouter.store.url=" + url.replace("…", "//localhost/x")))
                .isEqualTo("openrouter.store.url=" + url + " needs " + sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter.store.url=off", "openrouter.data-dir="})
    void needsNoLibraryWhereNobodyAsksForIt(String setting) throws Exception {
        ClassPathWithout without = classPathWithout(ALL);

        assertThat(without.has("com.zaxxer.hikari.HikariDataSource")).isFalse();
        assertThat(start(without, setting)).isEqualTo("started");
    }

    @Test
    void isNoneInAHostThatHasAJournalOnly() throws Exception {
        try (HostApplication host = host("openrouter.data-dir=" + data)) {
            host.start();

            assertThat(host.context().getRegistry().lookupByName("openrouter-store"))
                    .isNull();
            assertThat(Files.exists(data.resolve("store"))).isFalse();
        }
    }

    @Test
    void wantsAJournalToRead() {
        assertSaysAtStart(
                "openrouter.store.url is set, but there is no journal to read into it: set openrouter.data-dir, too.",
                "openrouter.store.url=jdbc:postgresql://localhost/x");
    }

    @Test
    void belongsToAllGatewaysOfAProcess() {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host("openrouter.b.store.url=h2", "openrouter.b.api-key=any")) {
                        host.add(new OpenRouterRoutes("b")).start();
                    }
                })
                .hasMessage("openrouter.b.store.url is set, but all gateways of a process share one store: set"
                        + " openrouter.store.url instead.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://localhost/x",
                "jdbc:h2:mem:x",
                "jdbc:h2:tcp://localhost/x",
                "jdbc:h2:./x;AUTO_SERVER=TRUE",
                "jdbc:h2:./x;INIT=RUNSCRIPT FROM 'x'",
                "jdbc:postgresql:",
                "jdbc:postgresql://localhost/x?user=me&password=" + CANARY,
                "jdbc:postgresql://me:" + CANARY + "@localhost/x"
            })
    void refusesAddressesThatAreNoneOrShowAPassword(String url) {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host("openrouter.data-dir=" + data, "openrouter.store.url=" + url)) {
                        host.start();
                    }
                })
                .rootCause()
                .hasMessageContaining("openrouter.store.url")
                .hasMessageEndingWith("but must be off, h2, jdbc:h2:<path of a file> or"
                        + " jdbc:postgresql://<host>/<database>, without a password.")
                .hasMessageNotContaining(CANARY);
    }

    private static HostApplication host(String... settings) {
        List<String> all = new ArrayList<>(List.of("openrouter.routes.enabled=true", "openrouter.api-key=any"));
        all.addAll(Arrays.asList(settings));
        return HostApplication.with(all.toArray(String[]::new));
    }

    private static void assertSaysAtStart(String sentence, String setting) {
        assertThatThrownBy(() -> {
                    try (HostApplication host = host(setting)) {
                        host.start();
                    }
                })
                .rootCause()
                .hasMessage(sentence);
    }

    private static String start(ClassPathWithout libraries, String setting) throws Exception {
        return libraries.call(
                HostStart.class, "with", Files.createTempDirectory(data, "host").toString(), setting);
    }

    /** Runs on a class path of its own. */
    public static final class HostStart {

        private HostStart() {}

        /** What came of it. */
        public static String with(String directory, String setting) {
            return ClassPathWithout.outcomeOf(HostApplication.on(
                    HostStart.class.getClassLoader(),
                    "openrouter.routes.enabled=true",
                    "openrouter.api-key=any",
                    "openrouter.store.url=h2",
                    "openrouter.data-dir=" + directory,
                    setting));
        }
    }

    /** Each is kept: a class path takes seconds to warm up. */
    private static ClassPathWithout classPathWithout(String names) throws Exception {
        ClassPathWithout known = CLASS_PATHS.get(names);
        if (known == null) {
            known = ClassPathWithout.libraries(names);
            CLASS_PATHS.put(names, known);
        }
        return known;
    }

    @AfterAll
    static void closeClassPaths() throws IOException {
        for (ClassPathWithout one : CLASS_PATHS.values()) {
            one.close();
        }
        CLASS_PATHS.clear();
    }
}
