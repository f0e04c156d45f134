/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.spi.AlertListener;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever listens how alerts fare. One that fails keeps nothing from the others. Safe for many threads. */
final class AlertListeners {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final CamelContext context;
    private final Set<String> known = new ConcurrentSkipListSet<>();

    AlertListeners(CamelContext context) {
        this.context = context;
    }

    /** From now on they are told of these alerts, also of those that nothing has ever been found of. */
    void know(Collection<String> alerts) {
        known.addAll(alerts);
    }

    void firing(Book book) {
        Map<String, Integer> firing = new TreeMap<>();
        known.forEach(alert -> firing.put(alert, 0));
        book.firing().forEach(incident -> firing.merge(incident.alert(), 1, Integer::sum));
        known.addAll(firing.keySet());
        firing.forEach((alert, count) -> tell(listener -> listener.firing(alert, count)));
    }

    void notified(String receiver, String result) {
        tell(listener -> listener.notified(receiver, result));
    }

    private void tell(Consumer<AlertListener> what) {
        for (AlertListener listener : context.getRegistry().findByType(AlertListener.class)) {
            try {
                what.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("A listener to alerts has failed", e);
            }
        }
    }
}
