/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.body.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RequestHashTest {

    private static final String BODY = "{\"model\":\"openai/gpt-4o\"}";

    @TempDir
    private Path directory;

    @Test
    void isTheSameForTheSameBytesAlsoBehindAStart() throws IOException {
        String first = ready().of(BODY.getBytes(UTF_8));
        assertThat(first).matches("[0-9a-f]{64}");
        RequestHash again = ready();
        assertThat(again.of(BODY.getBytes(UTF_8))).isEqualTo(first);
        assertThat(again.of(BODY)).isEqualTo(first);
        assertThat(again.of(RequestBody.verbatim(BODY.getBytes(UTF_8)))).isEqualTo(first);
        assertThat(again.of(BODY + " ")).isNotEqualTo(first);
    }

    /** The example of RFC 4231, as {@code openssl dgst -sha256 -mac HMAC -macopt hexkey:…} has it, too. */
    @Test
    void isWhatOthersCompute() throws IOException {
        Files.writeString(directory.resolve(RequestHash.FILE), "0b".repeat(32) + "\n");
        assertThat(ready().of("Hi There"))
                .isEqualTo("198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7");
    }

    @Test
    void whatIsNotThereOrReadOnlyOnceHasNone() throws IOException {
        RequestHash hash = ready();
        assertThat(hash.of(null)).isNull();
        assertThat(hash.of(new byte[0])).isNull();
        assertThat(hash.of("")).isNull();
        assertThat(hash.of(Map.of("model", "m"))).isNull();
        ByteArrayInputStream once = new ByteArrayInputStream(new byte[3]);
        assertThat(hash.of(once)).isNull();
        assertThat(once.available()).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKeyIsItsOwnersAlone() throws IOException {
        ready();
        assertThat(Files.getPosixFilePermissions(directory.resolve(RequestHash.FILE)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aFileThatHoldsNoKeyIsNotReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve(RequestHash.FILE), "short\n");
        assertThatThrownBy(this::ready)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bring it back from a backup");
        assertThat(file).hasContent("short");
    }

    private RequestHash ready() throws IOException {
        RequestHash hash = new RequestHash(directory);
        assertThat(hash.isReady()).isFalse();
        hash.prepare();
        return hash;
    }
}
