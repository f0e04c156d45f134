/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertRule;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** Records of calls were lost within the last five minutes: the disk is full, read-only or too slow. */
final class UsageDroppedRule implements AlertRule {

    private record Sample(Instant at, long dropped) {}

    private final LongSupplier dropped;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param dropped since the start of the process */
    UsageDroppedRule(LongSupplier dropped) {
        this.dropped = dropped;
        samples.add(new Sample(Instant.EPOCH, 0)); // all that was lost before the first look is new
    }

    @Override
    public String name() {
        return "usage-dropped";
    }

    /** The oldest sample is the last one from before the five minutes. */
    @Override
    public synchronized List<AlertFinding> look(Instant now) {
        long all = dropped.getAsLong();
        if (samples.getLast().dropped() != all) {
            samples.add(new Sample(now, all));
        }
        while (samples.size() > 1
                && isBefore(samples.stream().skip(1).findFirst().orElseThrow(), now)) {
            samples.removeFirst();
        }
        long lost = all - samples.getFirst().dropped();
        return lost <= 0
                ? List.of()
                : List.of(new AlertFinding(
                        "records",
                        String.valueOf(lost),
                        null,
                        lost + " records of calls could not be written within five minutes, and are lost."));
    }

    private static boolean isBefore(Sample sample, Instant now) {
        return !sample.at().plus(RecentCalls.WINDOW).isAfter(now);
    }
}
