/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.Refusal;
import io.github.camelopenrouter.spi.Authenticator;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard of one gateway's doors, bean {@code openrouter-guard}: decides who comes in, and leaves behind which gateway
 * has decided. For behind the door of one gateway may stand the operation of another, and what the one thinks of its
 * clients does not open the other.
 *
 * <p>A route of the host's own without any guard is the host's to protect.
 */
public final class DoorGuard implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(DoorGuard.class);

    /** Whose guard was the first that let the request in: later ones find the client's key gone. */
    private static final String LET_IN_BY = "CamelOpenRouterLetInBy";

    private static final int UNAUTHORIZED = 401;

    private final String settingsPrefix;
    private final ClientKeys keys;
    private final AuthenticatorChain clients;
    private final Processor decision;
    private final AuthFailures failures;
    private final boolean asksForKeys;
    private final DoorAddress address = new DoorAddress();
    private final AtomicBoolean said = new AtomicBoolean();
    private final List<Consumer<Exchange>> refused = new CopyOnWriteArrayList<>();

    /**
     * @param settingsPrefix of the gateway, {@code openrouter.b.}
     * @param decision throws if the request may not come in
     * @param failures counts those that may not
     * @param asksForKeys whether that is for want of a key
     */
    DoorGuard(
            String settingsPrefix,
            ClientKeys keys,
            AuthenticatorChain clients,
            Processor decision,
            AuthFailures failures,
            boolean asksForKeys) {
        this.settingsPrefix = settingsPrefix;
        this.keys = keys;
        this.clients = clients;
        this.decision = decision;
        this.failures = failures;
        this.asksForKeys = asksForKeys;
    }

    /**
     * The guard that the settings of a gateway ask for; it knows no client key until it is given some.
     *
     * @param allowedOrigins the web pages that may call while nobody has decided who may
     * @param beans of the host's that know clients, too
     * @param failures counts whom it refuses
     */
    public static DoorGuard of(
            Settings settings,
            Set<String> allowedOrigins,
            Supplier<? extends Collection<? extends Authenticator>> beans,
            AuthFailures failures) {
        String prefix = settings.settingsPrefix();
        ClientKeys keys = new ClientKeys(prefix + "auth.keys");
        AuthenticatorChain clients = new AuthenticatorChain(beans);
        clients.add(keys);
        Processor everybody = new ClientAuthentication(null);
        Optional<Auth> decided = AuthSettings.of(settings).decision();
        Processor decision = decided.map(auth -> auth == Auth.KEYS ? new ClientAuthentication(clients) : everybody)
                .orElseGet(() -> new LoopbackOnly(prefix + "auth", allowedOrigins, everybody));
        boolean asksForKeys = decided.equals(Optional.of(Auth.KEYS));
        return new DoorGuard(prefix, keys, clients, decision, failures, asksForKeys);
    }

    /**
     * Refuses a gateway that asks everybody for a key and would know none.
     *
     * @throws SettingException if neither the settings nor anybody else knows a client
     */
    public void requireClients(Settings settings) {
        if (clients.hasNoneBut(keys)) {
            AuthSettings.requireKeys(settings);
        }
    }

    /** Asks it, too, for clients that the keys do not know. */
    public void add(Authenticator authenticator) {
        clients.add(authenticator);
    }

    /** Tells it of each request at a door that nobody knows: it is counted, for it is no call of anybody's. */
    public void whenUnknown(Consumer<Exchange> counting) {
        refused.add(counting);
    }

    /** Those who know its clients; they know nobody where it asks for no key. */
    public Authenticator clients() {
        return asksForKeys ? clients : shown -> null;
    }

    /** The keys that it knows. */
    public ClientKeys clientKeys() {
        return keys;
    }

    /** Who has been let in by this gateway already stays in: the client's key is gone since then. */
    @Override
    public void process(Exchange exchange) throws Exception {
        if (!settingsPrefix.equals(exchange.getProperty(LET_IN_BY))) {
            letIn(exchange, decision);
        }
    }

    /** Whether its clients need no key, and this one has come in by a door that only this machine can reach. */
    public boolean isWithoutKeysOnLoopback(Exchange exchange) {
        return !asksForKeys
                && address.isLoopback(exchange)
                && (!(decision instanceof LoopbackOnly undecided) || undecided.allowsPageOf(exchange));
    }

    /** The guard that lets in, on behalf of this gateway, whom another decision lets in. */
    Processor letting(Processor other) {
        return exchange -> letIn(exchange, other);
    }

    private void letIn(Exchange exchange, Processor deciding) throws Exception {
        decide(exchange, deciding);
        if (exchange.getProperty(LET_IN_BY) == null) {
            exchange.setProperty(LET_IN_BY, settingsPrefix);
            DoorAddress.note(exchange);
        }
    }

    private void decide(Exchange exchange, Processor deciding) throws Exception {
        try {
            deciding.process(exchange);
            Refusal.forget(exchange);
        } catch (OpenRouterException refusal) {
            boolean undecided = deciding instanceof LoopbackOnly; // there is no key that could be tried
            OpenRouterException answer = undecided ? refusal : failures.answer(exchange, refusal);
            Refusal.note(exchange, answer);
            if (refusal.status() == UNAUTHORIZED) {
                refused.forEach(counting -> counting.accept(exchange));
            }
            throw answer;
        }
    }

    /** The step for a request that no other gateway's guard has let in, unless this gateway would have as well. */
    public Processor before(Processor step) {
        return before(step, exchange -> {});
    }

    /**
     * The same. Nor is it one for a request that a guard has refused.
     *
     * @param behind what stands behind this gateway's guard at its own doors
     */
    public Processor before(Processor step, Processor behind) {
        return exchange -> {
            Refusal.check(exchange);
            Object decidedBy = exchange.getProperty(LET_IN_BY);
            if (decidedBy != null && !decidedBy.equals(settingsPrefix)) {
                decideAnew(exchange, decidedBy);
                behind.process(exchange);
            }
            step.process(exchange);
        };
    }

    private void decideAnew(Exchange exchange, Object decidedBy) throws Exception {
        try {
            decision.process(exchange);
        } catch (OpenRouterException refusal) {
            sayOnce(decidedBy);
            throw refusal;
        }
    }

    /** As long as nobody has decided, that is the first thing to do, and said already. */
    private void sayOnce(Object decidedBy) {
        if (!(decision instanceof LoopbackOnly) && said.compareAndSet(false, true)) {
            LOG.warn(
                    "A door refuses its requests with 401, for it has the guard of {}* and leads to the gateway of {}*: give it"
                            + " the guard {}guard, or, if it is a Kamelet, the source and the sink behind it the same instance",
                    decidedBy,
                    settingsPrefix,
                    settingsPrefix.replace('.', '-'));
        }
    }
}
