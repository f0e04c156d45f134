/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.github.camelopenrouter.config.Version;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes spans and ends them, by whatever a host has put there: a sampler, processors, an exporter. What those throw fails no
 * call, and is said once a minute.
 */
final class SpanMaker {

    private static final Logger LOG = LoggerFactory.getLogger(SpanMaker.class);
    private static final String NAME = "io.github.camelopenrouter";

    private final Supplier<OpenTelemetry> telemetry;
    private final OnceAMinute saying = new OnceAMinute();
    private volatile @Nullable Tracer tracer;

    /** @param telemetry asked at the first span */
    SpanMaker(Supplier<OpenTelemetry> telemetry) {
        this.telemetry = telemetry;
    }

    /** One that does nothing where it cannot be made. */
    Span start(String name, SpanKind kind, Context parent, long time) {
        try {
            return tracer().spanBuilder(SpanKeys.text(name))
                    .setSpanKind(kind)
                    .setParent(parent)
                    .setStartTimestamp(time, TimeUnit.NANOSECONDS)
                    .startSpan();
        } catch (RuntimeException | LinkageError e) {
            say(e);
            return Span.getInvalid();
        }
    }

    /** Has it ended; the next one is ended, too, if this one cannot be. */
    void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | LinkageError e) {
            say(e);
        }
    }

    private void say(Throwable problem) {
        if (saying.isTime()) {
            LOG.warn("Traces: a span could not be begun or ended; calls go on", problem);
        }
    }

    private Tracer tracer() {
        Tracer known = tracer;
        if (known == null) {
            known = telemetry.get().getTracer(NAME, Version.current());
            tracer = known;
        }
        return known;
    }
}
