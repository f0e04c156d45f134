/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.spi.NotYetKnownException;
import io.github.camelopenrouter.webhook.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts of a process: what rules have found becomes incidents, of which receivers are told. Safe for many threads. */
final class Alerts {

    /** Its name in the registry. */
    static final String BEAN = "openrouter-alert-service";

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int LONGEST_LOGGED = 80;

    private final CamelContext context;
    private final AlertBook book;
    private final Incidents incidents;
    private final Clock clock;
    private final AlertListeners listeners;
    private final Deliveries deliveries;
    private final Reports reports = new Reports();
    private final Set<String> receivers = new ConcurrentSkipListSet<>();
    private final Map<String, Instant> saidOfRules = new ConcurrentHashMap<>();
    private boolean isFirstLook = true;

    Alerts(CamelContext context, AlertBook book, Incidents incidents, Clock clock) {
        this.context = context;
        this.book = book;
        this.incidents = incidents;
        this.clock = clock;
        this.listeners = new AlertListeners(context);
        this.deliveries = new Deliveries(book, listeners, clock, incidents.node());
    }

    /** Empty where nobody has asked for alerts. */
    static Optional<Alerts> find(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(BEAN, Alerts.class));
    }

    /** Before the first look: these alerts are looked for, and those of the host's rules. */
    void started(Collection<String> alerts) {
        listeners.know(alerts);
        listeners.know(rules().stream().map(AlertRule::name).toList());
        listeners.firing(book.last());
    }

    Look begin() {
        return new Look(clock.instant().truncatedTo(ChronoUnit.MILLIS)); // as all times of records
    }

    /** Asks a rule. One that fails holds back no other. */
    void ask(AlertRule rule, Look look) {
        try {
            look.found(rule.name(), rule.look(look.at()));
        } catch (NotYetKnownException e) {
            look.unknown(rule.name());
        } catch (Exception | LinkageError e) {
            look.unknown(rule.name());
            say(rule.name(), look.at(), e);
        }
    }

    private void say(String rule, Instant now, Throwable failure) {
        Instant last = saidOfRules.get(rule);
        if (last == null || !last.plus(A_MINUTE).isAfter(now)) {
            saidOfRules.put(rule, now);
            LOG.warn("Alert {}: it cannot be told whether something is wrong: {}", rule, Refusal.rootOf(failure));
        }
    }

    /**
     * Asks the rules that nobody has asked at this look, those of the host and of routes, and keeps what is known now. While the
     * process ends, or the book is not open yet, nothing is kept: a later look finds it again, and has receivers to tell.
     */
    void end(Look look) throws IOException {
        if (context.isStopping() || !book.isOpen(look.at())) {
            return;
        }
        rules().stream().filter(rule -> !look.isTold(rule.name())).forEach(rule -> ask(rule, look));
        reports.takeInto(look);
        LookResult result = keep(look);
        result.told().forEach(Alerts::say);
        deliveries.lost(result.lost());
        listeners.firing(book.last());
        wake();
    }

    private LookResult keep(Look look) throws IOException {
        LookResult[] result = new LookResult[1];
        boolean first = isFirstLook;
        book.update(look.at(), before -> {
            Book known = first ? incidents.afterStart(before, look.at()) : before;
            result[0] = incidents.after(known, look, receivers);
            return result[0].book();
        });
        isFirstLook = false;
        return result[0];
    }

    private static void say(Notification told) {
        String alert = Wording.clean(told.alert(), LONGEST_LOGGED);
        String subject = Wording.clean(told.finding().subject(), LONGEST_LOGGED);
        if (told.state() == Notification.State.FIRING) {
            LOG.warn("Alert {} is firing: {}", alert, subject);
        } else {
            LOG.info("Alert {} is over: {}", alert, subject);
        }
    }

    private Collection<AlertRule> rules() {
        return context.getRegistry().findByType(AlertRule.class);
    }

    /** What a route of the operator's has found. */
    void report(String rule, AlertFinding finding) {
        reports.add(rule, finding);
    }

    /** @return false if there is one of this name already */
    boolean add(String receiver) {
        return receivers.add(receiver);
    }

    void remove(String receiver) {
        receivers.remove(receiver);
    }

    Collection<String> receivers() {
        return List.copyOf(receivers);
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Book book() {
        return book.last();
    }

    /** Why the book is not well, or who refuses what is told; null where all is well. */
    @Nullable
    String problem() {
        String found = book.problem();
        if (found != null) {
            return "A restart would tell of alerts again: " + found;
        }
        String refused = deliveries.refused();
        return refused == null ? null : "Somebody is not told, and will not be: " + refused;
    }

    synchronized void wake() {
        notifyAll();
    }

    /** Until there may be something new, or so long. */
    synchronized void await(Duration most) throws InterruptedException {
        wait(Math.max(1, most.toMillis()));
    }
}
