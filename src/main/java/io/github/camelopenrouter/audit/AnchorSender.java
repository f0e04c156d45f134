/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.config.CamelComponents;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends anchors to a Camel endpoint, on a thread of its own: a receiver that is silent holds up nothing else. */
final class AnchorSender {

    private static final Logger LOG = LoggerFactory.getLogger(AnchorSender.class);
    private static final long PATIENCE_SECONDS = 5;

    private final CamelContext context;
    private final String endpoint;
    private final Map<String, Object> headers;
    private final ExecutorService thread;
    private @Nullable Future<?> sending;
    private volatile @Nullable String problem;

    /** @param endpoint may hold secrets, and is not shown */
    AnchorSender(CamelContext context, String endpoint) {
        this.context = context;
        this.endpoint = endpoint;
        this.headers = CamelComponents.isHttp(endpoint)
                ? Map.of(Exchange.HTTP_METHOD, "POST", Exchange.CONTENT_TYPE, "application/json")
                : Map.of();
        this.thread = context.getExecutorServiceManager().newSingleThreadExecutor(this, "openrouter-audit-anchor");
    }

    /** Sends it, unless the one before is still on its way. One a line, where the endpoint appends to a file. */
    synchronized void send(Anchor anchor) {
        if (sending != null && !sending.isDone()) {
            failed("the receiver does not answer");
            return;
        }
        sending = thread.submit(() -> {
            try (ProducerTemplate producer = context.createProducerTemplate()) {
                producer.sendBodyAndHeaders(endpoint, anchor.json() + "\n", headers);
            }
            return null;
        });
        await(sending);
    }

    private void await(Future<?> sent) {
        try {
            sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (problem != null) {
                LOG.info("openrouter.audit.anchor gets anchors again");
            }
            problem = null;
        } catch (TimeoutException e) {
            failed("the receiver has not answered within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            failed(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed("it was interrupted");
        }
    }

    private void failed(String why) {
        if (problem == null) {
            LOG.error("openrouter.audit.anchor gets nothing: {}", why);
        }
        problem = "openrouter.audit.anchor gets nothing: " + why;
    }

    /** Without a message: it may repeat the endpoint, and what in it is secret. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    /** Why the last one did not arrive; null where it did. */
    @Nullable
    String problem() {
        return problem;
    }

    void stop() {
        context.getExecutorServiceManager().shutdownNow(thread);
    }
}
