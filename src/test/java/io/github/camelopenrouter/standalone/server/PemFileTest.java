/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import static io.github.camelopenrouter.testing.TestCertificates.ELSEWHERE;
import static io.github.camelopenrouter.testing.TestCertificates.LOCALHOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void make() throws Exception {
        certificates = TestCertificates.create(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCALHOST, ELSEWHERE})
    void readsKeysOfBothAlgorithmsWithTheirChains(String name) throws Exception {
        TlsIdentity identity = ServerSettings.tlsIdentity(
                        settings(certificates.certificate(name), certificates.key(name)))
                .orElseThrow();

        assertThat(identity.chain()).hasSize(2);
        assertThat(identity.key().getFormat()).isEqualTo("PKCS#8");
        assertThat(identity.toString()).startsWith("TlsIdentity[CN=");
    }

    @Test
    void readsBothFromOneFile() throws Exception {
        Path both = write(
                "both.pem",
                Files.readString(certificates.key(LOCALHOST)) + Files.readString(certificates.certificate(LOCALHOST)));

        assertThat(ServerSettings.tlsIdentity(settings(both, both))).isPresent();
    }

    @Test
    void saysThatACertificateCannotBeRead() throws Exception {
        Path missing = directory.resolve("missing.pem");
        Path broken = write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertCertificateRefused(missing, "which cannot be read.");
        assertCertificateRefused(broken, "which holds a certificate that cannot be read.");
        assertCertificateRefused(
                certificates.key(LOCALHOST),
                "which holds no certificate (a block that begins with -----BEGIN CERTIFICATE-----).");
    }

    @Test
    void speaksPlainHttpByDefault() {
        assertThat(ServerSettings.tlsIdentity(Given.settings())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter.tls.certificate", "openrouter.tls.key"})
    void needsBothFilesOrNeither(String key) {
        assertThatThrownBy(() -> ServerSettings.tlsIdentity(Given.settings(key, "file.pem")))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.tls.certificate and openrouter.tls.key need each other: set both or neither.");
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        Path key = certificates.key(ELSEWHERE);

        assertThatThrownBy(() -> ServerSettings.tlsIdentity(settings(certificates.certificate(LOCALHOST), key)))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.tls.key names the file \"" + key + "\", whose key does not belong to the first"
                        + " certificate of openrouter.tls.certificate.");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY,whose key is not in PKCS#8 form: convert it with",
        "EC PRIVATE KEY,whose key is not in PKCS#8 form: convert it with",
        "ENCRYPTED PRIVATE KEY,whose key is encrypted: decrypt it with",
        "PRIVATE KEY,'whose key is neither RSA, EC nor EdDSA.'",
        "PUBLIC KEY,which holds no private key"
    })
    void saysWhatIsWrongWithAKey(String label, String sentence) throws Exception {
        Path key = write("wrong.pem", "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n");

        assertThatThrownBy(() -> ServerSettings.tlsIdentity(settings(certificates.certificate(LOCALHOST), key)))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.tls.key names the file \"" + key + "\", " + sentence)
                .hasMessageEndingWith(".");
    }

    private static void assertCertificateRefused(Path file, String sentence) {
        assertThatThrownBy(() -> ServerSettings.tlsIdentity(settings(file, certificates.key(LOCALHOST))))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("openrouter.tls.certificate names the file \"" + file + "\", " + sentence);
    }

    private static Settings settings(Path certificate, Path key) {
        return Given.settings(
                "openrouter.tls.certificate", certificate.toString(), "openrouter.tls.key", key.toString());
    }

    private static Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }
}
