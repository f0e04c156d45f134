/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that nobody reads on their way, by the certificates that Camel's own SSL parameters trust. */
@Timeout(60)
class MailTlsTest {

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void certificates() throws Exception {
        certificates = TestCertificates.create(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "required"})
    void aPasswordAndAMailGoBehindStartTls(String tls) throws Exception {
        try (TlsMailServer server = TlsMailServer.withStartTls(certificates.server(TestCertificates.LOCALHOST));
                Routes routes = routes(server, tls)) {
            assertThat(routes.send("mail", Routes.alert("firing", "a")).getException())
                    .isNull();
            assertThat(server.commands())
                    .startsWith("EHLO", "STARTTLS", "tls EHLO", "tls AUTH", "tls MAIL", "tls RCPT", "tls DATA");
        }
    }

    @Test
    void implicitTlsIsThereFromTheFirstByte() throws Exception {
        try (TlsMailServer server = TlsMailServer.fromTheFirstByte(certificates.server(TestCertificates.LOCALHOST));
                Routes routes = routes(server, "implicit")) {
            assertThat(routes.send("mail", Routes.alert("firing", "a")).getException())
                    .isNull();
            assertThat(server.commands()).startsWith("tls EHLO", "tls AUTH", "tls MAIL", "tls RCPT", "tls DATA");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls", "implicit"})
    void aServerOfAnotherNameGetsNoPassword(String tls) throws Exception {
        SSLContext elsewhere = certificates.server(TestCertificates.ELSEWHERE);
        try (TlsMailServer server = tls.equals("implicit")
                        ? TlsMailServer.fromTheFirstByte(elsewhere)
                        : TlsMailServer.withStartTls(elsewhere);
                Routes routes = routes(server, tls)) {
            assertThat(routes.send("mail", Routes.alert("firing", "a")).getException())
                    .isNotNull();
            assertThat(server.commands()).doesNotContain("tls AUTH", "AUTH", "tls MAIL", "MAIL");
        }
    }

    private static Routes routes(TlsMailServer server, String tls) throws Exception {
        return Routes.start(
                context -> context.setSSLContextParameters(new Trusting()),
                "mail.to=ops@example.com",
                "mail.from=gateway@example.com",
                "mail.server=localhost:" + server.port(),
                "mail.user=user",
                "mail.password=canary",
                "mail.tls=" + tls);
    }

    /** The authority of this test, and nobody else. */
    private static final class Trusting extends SSLContextParameters {

        @Override
        public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException, IOException {
            return certificates.client();
        }
    }
}
