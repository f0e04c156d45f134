/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmCacheTest {

    @TempDir
    private Path home;

    private static final String JAR = "-Xmx256m -jar target/camel-openrouter.jar";

    @Test
    void saysHowTheJavaOfTheDayMakesAndTakesOne() {
        assertThat(JvmCache.advice(25, JAR, Map.of()))
                .hasValueSatisfying(advice -> assertThat(advice)
                        .contains("-XX:AOTCacheOutput=camel-openrouter.aot", "-XX:AOTCache=camel-openrouter.aot"));
        assertThat(JvmCache.advice(17, JAR, Map.of()))
                .hasValueSatisfying(advice -> assertThat(advice)
                        .contains(
                                "-XX:ArchiveClassesAtExit=camel-openrouter.jsa",
                                "-XX:SharedArchiveFile=camel-openrouter.jsa"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-XX:AOTCache=x.aot", "-XX:AOTCacheOutput=x.aot", "-XX:SharedArchiveFile=x.jsa", "-Xshare:off"})
    void saysNothingToWhomHasDecided(String option) {
        assertThat(JvmCache.advice(25, option + " " + JAR, Map.of())).isEmpty();
        assertThat(JvmCache.advice(25, JAR, Map.of("JDK_JAVA_OPTIONS", option))).isEmpty();
    }

    @Test
    void saysNothingWhereItDoesNotRunFromTheJar() {
        assertThat(JvmCache.advice(25, "-cp classes io.github.camelopenrouter.CamelOpenRouter", Map.of()))
                .isEmpty();
        assertThat(JvmCache.advice(25, "", Map.of())).isEmpty();
    }

    /** A JVM that does not look itself. */
    @ParameterizedTest
    @CsvSource({"25.0.3, true", "25, true", "25.0.4, false", "26, true", "26.0.1, false", "27, false", "17.0.15, false"
    })
    void saysThatAJarIsNewerThanTheCache(String version, boolean said) throws Exception {
        Path cache = Files.createFile(home.resolve("x.aot"));
        Path jar = Files.createFile(home.resolve("camel-openrouter.jar"));
        Path library =
                Files.createFile(Files.createDirectory(home.resolve("lib")).resolve("core.jar"));
        assertThat(JvmCache.doubt(Runtime.Version.parse(version), cache, jar)).isEmpty();

        Files.setLastModifiedTime(library, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        Optional<String> doubt = JvmCache.doubt(Runtime.Version.parse(version), cache, jar);
        assertThat(doubt.isPresent()).isEqualTo(said);
        doubt.ifPresent(sentence -> assertThat(sentence).contains(library + " is newer than " + cache));

        Files.createFile(home.resolve("x.aot.of"));
        assertThat(JvmCache.doubt(Runtime.Version.parse(version), cache, jar)).isEmpty();
    }

    @Test
    void saysThatItHasServedWhereTheStartScriptWantsToKnow() throws Exception {
        Path of = home.resolve("x.aot.7.of");
        JvmCache.hasServed();
        assertThat(of).doesNotExist();

        System.setProperty(JvmCache.LEARNS_FOR, of + "=123-4");
        try {
            JvmCache.hasServed();
        } finally {
            System.clearProperty(JvmCache.LEARNS_FOR);
        }
        assertThat(of).hasContent("123-4");
    }
}
