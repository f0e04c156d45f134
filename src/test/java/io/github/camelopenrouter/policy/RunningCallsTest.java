/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.spi.Credentials;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Which answers end when a key is rotated: those of whoever has shown the text that is good no more. */
class RunningCallsTest {

    private static final String NOW = "2026-11-30T12:00:00Z";
    private static final String OVERLAP =
            "replaced: { sha256: " + Sha256.hex("old") + ", until: 2026-11-30T13:00:00Z }";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse(NOW));
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final Policies policies = new Policies();
    private final PolicyKeys keys = new PolicyKeys(policies, clock);
    private final RunningCalls running = new RunningCalls(policies, clock);

    @Test
    void ofAKeyThatIsRotatedWithoutAnOverlapTheOldOnesEnd() {
        hold("old", "disabled: false");
        ClientLink before = call("old");
        hold("new", "disabled: false");
        ClientLink after = call("new");

        running.endRevoked();

        assertThat(before.stopReason()).isPresent();
        assertThat(after.stopReason()).isEmpty();
    }

    @Test
    void withAnOverlapTheyEndWhenThatIsOver() {
        hold("old", "disabled: false");
        ClientLink before = call("old");
        hold("new", OVERLAP);
        ClientLink meanwhile = call("old");
        ClientLink after = call("new");

        running.endRevoked();
        assertThat(before.stopReason()).isEmpty();
        now.set(Instant.parse("2026-11-30T13:00:00Z"));
        running.endRevoked();

        assertThat(before.stopReason()).isPresent();
        assertThat(meanwhile.stopReason()).isPresent();
        assertThat(after.stopReason()).isEmpty();
    }

    @Test
    void aHostsCallInTheKeysNameHasShownNoText() {
        hold("old", "disabled: false");
        Exchange exchange = exchange();
        Principal.ofKey("bot").putOn(exchange);
        running.process(exchange);
        hold("new", "disabled: false");
        ClientLink link = ClientLink.of(exchange);

        running.endRevoked();
        assertThat(link.stopReason()).isEmpty();
        hold("new", "disabled: true");
        running.endRevoked();

        assertThat(link.stopReason()).isPresent();
    }

    private void hold(String text, String field) {
        policies.replace(PolicyYaml.read(
                "policy.yaml", "keys: { bot: { sha256: " + Sha256.hex(text) + ", " + field + " } }", label -> false));
    }

    /** As the guard lets it in. */
    private ClientLink call(String text) {
        Exchange exchange = exchange();
        Principal principal = keys.authenticate(new Credentials(text, exchange.getMessage()));
        assertThat(principal).isNotNull();
        principal.putOn(exchange);
        running.process(exchange);
        return ClientLink.of(exchange);
    }

    private static Exchange exchange() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ClientLink.PROPERTY, new ClientLink());
        return exchange;
    }
}
