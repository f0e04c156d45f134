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

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that knows clients by more than the keys of the settings. */
@Timeout(60)
class AuthenticatorTest {

    private static final String BEAN = "camel.beans.directory=#class:" + Directory.class.getName();

    /** SHA-256 of the letter a. */
    private static final String KEY_A =
            "openrouter.auth.keys=ci=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private final BlockingQueue<Principal> seen = new LinkedBlockingQueue<>();
    private ScriptedUpstream upstream;

    /** Knows one token and the team that its owner asks for, and has blocked another. */
    public static final class Directory implements Authenticator {
        @Override
        public Principal authenticate(Credentials shown) {
            if (shown.secret().equals("blocked")) {
                throw OpenRouterException.unauthorized("This token has been blocked.");
            }
            if (shown.secret().equals("broken")) {
                throw new IllegalStateException("The directory is away");
            }
            return shown.secret().equals("token")
                    ? new Principal(null, shown.header("x-openrouter-team"), "ada", Set.of(Role.LEAD))
                    : null;
        }
    }

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void letsInWhomABeanKnowsBesideTheKeysOfTheSettings() throws Exception {
        try (MainHost host = host("openrouter.auth=keys", KEY_A, BEAN)) {
            assertThat(status(host, "Authorization: Bearer token", "x-openrouter-team: support"))
                    .isEqualTo(200);
            assertThat(seen.poll(20, TimeUnit.SECONDS))
                    .isEqualTo(new Principal(null, "support", "ada", Set.of(Role.LEAD)));
            assertThat(status(host, "x-api-key: a")).isEqualTo(200);
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(Principal.ofKey("ci"));
        }
    }

    @Test
    void needsNoKeyInTheSettingsThen() throws Exception {
        try (MainHost host = host("openrouter.auth=keys", BEAN)) {
            assertThat(status(host, "x-api-key: token")).isEqualTo(200);
            assertThat(status(host, "x-api-key: a")).isEqualTo(401);
        }
        assertThatThrownBy(() -> host("openrouter.auth=keys"))
                .hasRootCauseMessage("openrouter.auth=keys needs at least one key in openrouter.auth.keys.");
    }

    @Test
    void letsNobodyInWhomABeanRefusesOrCannotJudge() throws Exception {
        try (MainHost host = host("openrouter.auth=keys", BEAN)) {
            OneRequest.Answer refused = post(host, "x-api-key: blocked");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("This token has been blocked.");
            assertThat(status(host, "x-api-key: broken")).isEqualTo(500);
            assertThat(upstream.callCount()).isZero();
        }
    }

    /** Undecided means refused, whoever could know somebody. */
    @Test
    void beanDecidesNothingInPlaceOfTheOperator() throws Exception {
        try (MainHost host = MainHost.onAllAddresses(doors(BEAN)).start(ownDoor())) {
            assertThat(status(host, "x-api-key: token")).isEqualTo(401);
            assertThat(upstream.callCount()).isZero();
        }
    }

    @Test
    void headersOfAClientSayNothingAboutItsTeam() throws Exception {
        try (MainHost host = host("openrouter.auth=none")) {
            assertThat(status(host, "CamelOpenRouterTeam: support", "CamelOpenRouterClientLabel: desk"))
                    .isEqualTo(200);
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(Principal.UNNAMED);
        }
    }

    private MainHost host(String... settings) {
        return MainHost.with(doors(settings)).start(ownDoor());
    }

    private String[] doors(String... settings) {
        return Stream.concat(
                        Stream.of(
                                "openrouter.routes.enabled=true",
                                "openrouter.api-key=any",
                                "openrouter.base-url=" + upstream.baseUrl()),
                        Stream.of(settings))
                .toArray(String[]::new);
    }

    private RouteBuilder ownDoor() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/own?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine")
                        .routeConfigurationId("openrouter-errors")
                        .process("openrouter-guard")
                        .process(exchange -> seen.add(Principal.of(exchange)))
                        .to("direct:openrouter-chat-completions");
            }
        };
    }

    private static int status(MainHost host, String... headers) throws IOException {
        return post(host, headers).status();
    }

    private static OneRequest.Answer post(MainHost host, String... headers) throws IOException {
        return new OneRequest(host.port()).post("/own", Door.CHAT.plain(), headers);
    }
}
