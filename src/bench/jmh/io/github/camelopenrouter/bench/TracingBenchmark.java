/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Properties;
import org.openjdk.jmh.annotations.Param;

/** The same whole call without traces, with traces of which it is none, and with one of its own. */
public class TracingBenchmark extends CallBenchmark {

    @Param({"off", "unsampled", "sampled"})
    public String tracing;

    @Override
    void configure(Properties settings) {
        if (!tracing.equals("off")) {
            settings.setProperty("openrouter.tracing", "true");
            settings.setProperty("openrouter.tracing.ratio", tracing.equals("sampled") ? "1" : "0");
            context.getRegistry()
                    .bind(
                            "telemetry",
                            OpenTelemetrySdk.builder()
                                    .setTracerProvider(SdkTracerProvider.builder()
                                            .addSpanProcessor(BatchSpanProcessor.builder(new Nowhere())
                                                    .build())
                                            .build())
                                    .build());
        }
    }

    private static final class Nowhere implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
