/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.config.PemFile;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Credentials;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.TestCertificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificate an issuer may show. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class IssuerWithTlsTest {

    private TestCertificates certificates;
    private List<X509Certificate> authority;

    @BeforeAll
    void create(@TempDir Path directory) throws Exception {
        certificates = TestCertificates.create(directory);
        authority = new PemFile("any", certificates.authority().toString()).certificates();
    }

    @Test
    void oneThatTheTruststoreKnowsForThisHost() throws Exception {
        assertThat(isBelieved(TestCertificates.LOCALHOST, authority)).isTrue();
        assertThat(isBelieved(TestCertificates.LOCALHOST, List.of())).isFalse();
        assertThat(isBelieved(TestCertificates.ELSEWHERE, authority)).isFalse();
    }

    private boolean isBelieved(String certificate, List<X509Certificate> authorities) throws Exception {
        try (FakeIssuer issuer = FakeIssuer.startWithTls(certificates.server(certificate))) {
            OidcSettings settings =
                    new OidcSettings(List.of(issuer.name()), Set.of(FakeIssuer.AUDIENCE), "sub", null, null, Map.of());
            OidcAuthenticator authenticator =
                    OidcAuthenticator.of(settings, new IssuerClient(authorities), new Memberships(), Clock.systemUTC());
            String token = FakeIssuer.sign("RS256", FakeIssuer.RSA, issuer.claims(Clock.systemUTC()));
            return authenticator.authenticate(
                            new Credentials(token, Exchanges.empty().getMessage()))
                    != null;
        } catch (OpenRouterException refusal) {
            return false;
        }
    }
}
