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

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmCacheTest {

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
}
