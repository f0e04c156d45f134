/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.balance.Attempt;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Choosing a key or a model; the aim is less than 2 µs for a choice. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BalanceBenchmark {

    @Param({"1", "2", "10"})
    public int members;

    private Balancer balancer;

    @Setup
    public void fill() {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (int member = 0; member < members; member++) {
            weights.put("member-" + member, 1.0 + member);
        }
        balancer = new Balancer(
                weights,
                new BalanceSettings(true, Duration.ofSeconds(10)),
                name -> true,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    @Benchmark
    public String choose() {
        return balancer.choose(null, Set.of());
    }

    @Benchmark
    public String chooseForSession() {
        return balancer.choose(ThreadLocalRandom.current().nextLong(1000), Set.of());
    }

    /** The choice and all that a call tells afterwards. */
    @Benchmark
    public void wholeCall() {
        Attempt attempt = balancer.begin(balancer.choose(null, Set.of()));
        attempt.firstByte();
        attempt.succeeded();
        attempt.end();
    }
}
