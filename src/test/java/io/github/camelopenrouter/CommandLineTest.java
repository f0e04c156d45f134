/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says where no gateway is started. */
class CommandLineTest {

    private final PrintStream out = System.out;
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(said, true, UTF_8));
        System.setErr(new PrintStream(said, true, UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(out);
        System.setErr(errors);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --help                            | 0 | --verify-audit
            -h                                | 0 | --migrate-store
            --version                         | 0 | camel-openrouter
            --sandbox --dev --help            | 0 | --sandbox
            --sandbox --version               | 0 | camel-openrouter
            --nonsense                        | 1 | Unknown argument "--nonsense"
            --usage --nonsense                | 1 | --usage does not know "--nonsense"
            --usage --from                    | 1 | "--from" without a value
            --usage --format json --format csv | 1 | --usage has --format twice
            --usage --group nonsense          | 1 | --usage:
            --admin                           | 1 | --admin needs a word
            --admin nonsense                  | 1 | --admin does not know "nonsense"
            --admin audit --nonsense 1        | 1 | --admin audit has no option --nonsense
            --verify-audit a b                | 1 | --verify-audit does not know "b"
            --verify-audit --anchors          | 1 | --verify-audit does not know "--anchors"
            --forget                          | 1 | --forget takes one person's name
            --forget a b                      | 1 | --forget takes one person's name
            --migrate-store --nonsense        | 1 | --migrate-store
            """)
    void saysWhatItKnowsAndWhatItDoesNot(String arguments, int code, String sentence) {
        assertThat(CamelOpenRouter.run(arguments.split(" "))).isEqualTo(code);
        assertThat(said.toString(UTF_8)).contains(sentence);
    }

    @Test
    void anAuditWithoutAFileIsNoProof() {
        assertThat(CamelOpenRouter.run("--verify-audit", directory.toString())).isEqualTo(1);
        assertThat(said.toString(UTF_8)).contains("There is no file of an audit in " + directory);
    }
}
