/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord.Client;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The series of client keys and signed-in users, so many of either at most. Only who is known has a record and so a series:
 * made-up keys have none.
 */
final class ClientMeters {

    private final MeterFactory meters;
    private final BoundedLabel keys = new BoundedLabel(LabelReader.MOST);
    private final BoundedLabel users = new BoundedLabel(LabelReader.MOST);
    private final Map<Who, Counters> all = new ConcurrentHashMap<>();

    private record Who(String key, String user) {}

    private record Counters(Counter requests, Counter spend) {}

    ClientMeters(MeterFactory meters) {
        this.meters = meters;
    }

    void count(Client client, double spent) {
        of(client).requests().increment();
        countSpend(client, spent);
    }

    void countSpend(Client client, double spent) {
        if (spent > 0) {
            of(client).spend().increment(spent);
        }
    }

    private Counters of(Client client) {
        return all.computeIfAbsent(
                new Who(label(keys, client.key()), label(users, client.user())),
                who -> new Counters(
                        meters.clientRequests(who.key(), who.user()), meters.clientSpend(who.key(), who.user())));
    }

    private static String label(BoundedLabel label, @Nullable String value) {
        return value == null ? BoundedLabel.NONE : label.admit(value);
    }
}
