/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The standalone start's own, as OpenTelemetry's settings describe it: sends spans by OTLP, on a thread of its own. Made behind
 * the doors, so that no start waits for it; a call that comes first does.
 */
final class OwnOpenTelemetry extends ServiceSupport {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OwnOpenTelemetry.class);

    /** What a collector that is not there may cost a stop. */
    private static final long LAST_SPANS_SECONDS = 3;

    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "camel-openrouter",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    /** Held here, for nobody else does, and then it would speak again. */
    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");

    private final Map<String, String> given;
    private final boolean asksSampler;
    private @Nullable OpenTelemetry made;
    private @Nullable OpenTelemetrySdk sdk;

    /**
     * @param given OpenTelemetry's settings where it does not look itself
     * @param asksSampler whether those also say which traces are kept
     */
    OwnOpenTelemetry(Map<String, String> given, boolean asksSampler) {
        this.given = given;
        this.asksSampler = asksSampler;
    }

    /** The doors are open. */
    void begin() {
        Thread thread = new Thread(this::get, "openrouter-tracing");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that does nothing where it cannot be made, or is gone. */
    synchronized OpenTelemetry get() {
        if (made == null) {
            made = make();
        }
        return made;
    }

    private OpenTelemetry make() {
        EXPORTERS.setLevel(Level.OFF); // each failed batch with its stack; LossReport says it once a minute
        try {
            OpenTelemetrySdk ready = AutoConfiguredOpenTelemetrySdk.builder()
                    .setServiceClassLoader(OwnOpenTelemetry.class.getClassLoader())
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .addPropertiesCustomizer(
                            known -> asksSampler ? given : with(given, "otel.traces.sampler", "parentbased_always_on"))
                    .addSpanExporterCustomizer((exporter, known) -> new LossReport(exporter))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            sdk = ready;
            return ready;
        } catch (RuntimeException e) {
            LOG.error("Nothing is traced: OpenTelemetry's settings cannot work: {}", e.getMessage());
            return OpenTelemetry.noop();
        }
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        Map<String, String> more = new HashMap<>(all);
        more.put(name, value);
        return more;
    }

    /** All answers have ended by now, and their spans with them. */
    @Override
    protected synchronized void doStop() {
        OpenTelemetrySdk last = sdk;
        sdk = null;
        made = OpenTelemetry.noop();
        if (last != null) {
            if (!last.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS).isSuccess()) {
                LOG.warn("Traces: the collector did not take the last spans");
            }
        }
    }
}
