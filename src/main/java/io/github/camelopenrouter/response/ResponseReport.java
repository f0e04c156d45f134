/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where later steps learn what an answer was: it ends long after the steps that asked for it. Stands in the Exchange
 * property {@link #PROPERTY} of every call that OpenRouter has answered with success.
 */
public final class ResponseReport {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseReport.class);

    public static final String PROPERTY = "CamelOpenRouterResponseReport";

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<ResponseFacts>> listeners = new ArrayList<>(2);
    private volatile @Nullable ResponseFacts begun;
    private @Nullable ResponseFacts facts;

    /** The report of this exchange's answer, null if there is none. */
    public static @Nullable ResponseReport of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, ResponseReport.class);
    }

    /** What a stream had shown of itself when its first event was there, null for plain answers. */
    public @Nullable ResponseFacts begun() {
        return begun;
    }

    /** A stream's first event is there, and more is to come. */
    public void begin(ResponseFacts known) {
        begun = known;
    }

    /**
     * Hands the facts to the listener when the answer has ended, at once if it already has.
     *
     * @param listener runs on the thread that reads the answer; must not block
     */
    public void whenEnded(Consumer<ResponseFacts> listener) {
        ResponseFacts known;
        lock.lock();
        try {
            known = facts;
            if (known == null) {
                listeners.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        tell(listener, known);
    }

    /** What the answer was, null as long as it has not ended. */
    public @Nullable ResponseFacts facts() {
        lock.lock();
        try {
            return facts;
        } finally {
            lock.unlock();
        }
    }

    /** The answer has ended; only the first end counts. */
    public void end(ResponseFacts ended) {
        List<Consumer<ResponseFacts>> told;
        lock.lock();
        try {
            if (facts != null) {
                return;
            }
            facts = ended;
            told = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        told.forEach(listener -> tell(listener, ended));
    }

    /** A listener that throws must not break the client's answer. */
    private static void tell(Consumer<ResponseFacts> listener, ResponseFacts facts) {
        try {
            listener.accept(facts);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed on the answer {}", facts.id(), e);
        }
    }
}
