/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The meters of all calls with the same labels, looked up once. What not every call has to tell is there from the first one
 * on that has; two threads may look it up, and find the same meter.
 */
final class CallMeters {

    private final MeterFactory meters;
    private final CallLabels labels;
    private final Timer duration;
    private final Counter requests;
    private volatile @Nullable Timer firstToken;
    private volatile @Nullable Timer perOutputToken;
    private volatile @Nullable DistributionSummary input;
    private volatile @Nullable DistributionSummary output;
    private volatile @Nullable Counter spend;

    CallMeters(MeterFactory meters, CallLabels labels) {
        this.meters = meters;
        this.labels = labels;
        this.duration = meters.duration(labels);
        this.requests = meters.requests(labels);
    }

    /** @param spent in US dollars, 0 where nobody has said it */
    void count(CallRecord call, double spent) {
        requests.increment();
        duration.record(call.times().total().toNanos(), TimeUnit.NANOSECONDS);
        if (call.stream()) {
            countStream(call);
        }
        Long prompt = call.usage().prompt();
        if (prompt != null) {
            input().record(prompt);
        }
        Long completion = call.usage().completion();
        if (completion != null) {
            output().record(completion);
        }
        if (spent > 0) {
            spend().increment(spent);
        }
    }

    /** What comes in one piece has no first token that anybody could see. */
    private void countStream(CallRecord call) {
        Duration first = call.times().firstToken();
        if (first == null) {
            return;
        }
        firstToken().record(first.toNanos(), TimeUnit.NANOSECONDS);
        Long completion = call.usage().completion();
        if (completion != null && completion > 1 && call.outcome() == Outcome.COMPLETE) {
            long rest = call.times().total().toNanos() - first.toNanos();
            perOutputToken().record(rest / (completion - 1), TimeUnit.NANOSECONDS);
        }
    }

    private Timer firstToken() {
        Timer known = firstToken;
        if (known == null) {
            known = meters.firstToken(labels);
            firstToken = known;
        }
        return known;
    }

    private Timer perOutputToken() {
        Timer known = perOutputToken;
        if (known == null) {
            known = meters.perOutputToken(labels);
            perOutputToken = known;
        }
        return known;
    }

    private DistributionSummary input() {
        DistributionSummary known = input;
        if (known == null) {
            known = meters.tokens(labels, "input");
            input = known;
        }
        return known;
    }

    private DistributionSummary output() {
        DistributionSummary known = output;
        if (known == null) {
            known = meters.tokens(labels, "output");
            output = known;
        }
        return known;
    }

    private Counter spend() {
        Counter known = spend;
        if (known == null) {
            known = meters.spend(labels.spendModel(), labels.team());
            spend = known;
        }
        return known;
    }
}
