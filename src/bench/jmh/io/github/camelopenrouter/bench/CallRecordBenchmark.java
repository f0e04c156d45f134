/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.spi.CallListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The calls of {@link CallBenchmark} with somebody who wants to know of each: the difference is the record's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CallRecordBenchmark {

    private final CallBenchmark calls = new CallBenchmark();
    private CallRecord last;

    @Setup
    public void start() throws Exception {
        calls.context.getRegistry().bind("last", CallListener.class, (CallListener) call -> last = call);
        calls.start();
    }

    @TearDown
    public void stop() throws IOException {
        calls.stop();
    }

    @Benchmark
    public int recordedPlainCall() throws IOException {
        return calls.plainCall() + last.attempts().size();
    }

    @Benchmark
    public int recordedStreamedCall() throws IOException {
        return calls.streamedCall() + last.attempts().size();
    }
}
