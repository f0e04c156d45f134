/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.webhook.Backoff;
import io.github.camelopenrouter.webhook.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands notifications to one receiver, in order, on a thread of its own. One that is not taken is tried again until it is, or
 * its receiver says that it never will: an answer from 400 to 499, but for 408 and 429. {@code Retry-After} is heeded.
 */
final class AlertConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(AlertConsumer.class);
    private static final long ENDING_SECONDS = 3;
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

    private final AlertEndpoint endpoint;
    private @Nullable ExecutorService thread;
    private volatile boolean isEnding;

    AlertConsumer(AlertEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (DummyValue.standsForAbsent(endpoint.getCamelContext())) {
            return;
        }
        Alerts alerts = endpoint.alerts();
        if (!alerts.add(endpoint.name())) {
            throw new SettingException("There are two routes from " + AlertComponent.SCHEME + ":" + endpoint.name()
                    + ", but a receiver gets each alert once: give one of them another name.");
        }
        isEnding = false;
        ExecutorService own = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, AlertComponent.SCHEME + "-" + endpoint.name());
        thread = own;
        own.execute(() -> run(alerts));
    }

    private void run(Alerts alerts) {
        Backoff backoff = new Backoff(endpoint.getBackoff(), endpoint.getMaxBackoff());
        try {
            while (!isEnding) {
                pause(turn(alerts, backoff));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to wait before the next */
    private Duration turn(Alerts alerts, Backoff backoff) throws InterruptedException {
        try {
            Optional<Notification> next = alerts.deliveries().claim(endpoint.name());
            if (next.isPresent()) {
                return handOn(next.get(), alerts.deliveries(), backoff);
            }
            alerts.await(LONGEST_SLEEP);
            return Duration.ZERO;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("Alerts for {}: {}", endpoint.name(), Refusal.rootOf(e));
            return endpoint.getMaxBackoff();
        }
    }

    private synchronized void pause(Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toMillis(); !isEnding && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private Duration handOn(Notification notification, Deliveries deliveries, Backoff backoff) throws IOException {
        boolean isFirst = notification.to(endpoint.name()).attempts() == 0;
        Refusal refusal = send(notification);
        if (refusal == null) {
            if (!isFirst) {
                LOG.info("Alert {}: the receiver {} has taken it now", notification.alert(), endpoint.name());
            }
            deliveries.delivered(notification, endpoint.name());
        } else if (refusal.isFinal()) {
            deliveries.dropped(notification, endpoint.name(), refusal.text());
        } else {
            if (isFirst) {
                LOG.warn(
                        "Alert {}: the receiver {} has not taken it, and is tried again: {}",
                        notification.alert(),
                        endpoint.name(),
                        refusal.text());
            }
            Duration pause = longer(refusal.pause(), backoff.next());
            deliveries.failed(notification, endpoint.name(), refusal.text(), pause);
            return pause;
        }
        backoff.reset();
        return Duration.ZERO;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** @return why it has not been taken; null where it has */
    private @Nullable Refusal send(Notification notification) {
        Exchange exchange = createExchange(false);
        try {
            fill(exchange.getMessage(), notification);
            getProcessor().process(exchange);
            Throwable failure = exchange.getException();
            return failure != null || exchange.isRollbackOnly() ? Refusal.of(failure) : null;
        } catch (Exception e) {
            return Refusal.of(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private static void fill(Message message, Notification notification) {
        message.setBody(notification.json().toString().getBytes(UTF_8));
        message.setHeader("OpenRouterAlertId", notification.id());
        message.setHeader("OpenRouterAlert", notification.alert());
        message.setHeader("OpenRouterAlertState", notification.state().word());
        message.setHeader("OpenRouterAlertSubject", notification.finding().subject());
    }

    /** What is being sent has some seconds to end; the next start goes on with the rest. */
    @Override
    protected void doStop() throws Exception {
        isEnding = true;
        synchronized (this) {
            notifyAll();
        }
        Alerts.find(endpoint.getCamelContext()).ifPresent(alerts -> {
            alerts.remove(endpoint.name());
            alerts.wake();
        });
        ExecutorService own = thread;
        thread = null;
        if (own != null) {
            own.shutdown();
            try {
                own.awaitTermination(ENDING_SECONDS, TimeUnit.SECONDS);
            } finally {
                endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(own);
            }
        }
        super.doStop();
    }
}
