/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.webhook.Backoff;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Records of calls under a name: {@code openrouter-usage:billing?unit=record&from=now}. Where it was is remembered below the
 * data directory, so a name stands for one receiver.
 */
public final class UsageEndpoint extends DefaultEndpoint {

    /** What one exchange holds. */
    public enum Unit {
        /** {@code {"records":[…]}}, at most 100 or a second. */
        BATCH,
        /** The same without a name: {@code […]}. */
        ARRAY,
        /** One record. */
        RECORD,
        /** A whole file of the journal, compressed. */
        FILE
    }

    /** Where a name that is new begins. */
    public enum Start {
        BEGINNING,
        NOW
    }

    private final UsageComponent component;
    private final ExportName name;
    private Unit unit = Unit.BATCH;
    private Start from = Start.BEGINNING;
    private Duration linger = Duration.ofSeconds(1);
    private Duration backoff = Duration.ofSeconds(1);
    private Duration maxBackoff = Duration.ofMinutes(1);

    UsageEndpoint(String uri, UsageComponent component, ExportName name) {
        super(uri, component);
        this.component = component;
        this.name = name;
    }

    ExportName name() {
        return name;
    }

    UsageComponent component() {
        return component;
    }

    public Unit getUnit() {
        return unit;
    }

    public void setUnit(Unit unit) {
        this.unit = unit;
    }

    public Start getFrom() {
        return from;
    }

    public void setFrom(Start from) {
        this.from = from;
    }

    /** How long a batch waits for more records. */
    public Duration getLinger() {
        return linger;
    }

    public void setLinger(Duration linger) {
        this.linger = linger;
    }

    /** How long to wait after the first failure; each further one doubles it. */
    public Duration getBackoff() {
        return backoff;
    }

    public void setBackoff(Duration backoff) {
        this.backoff = backoff;
    }

    public Duration getMaxBackoff() {
        return maxBackoff;
    }

    public void setMaxBackoff(Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }

    Backoff newBackoff() {
        return new Backoff(backoff, maxBackoff);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        requirePositive("linger", linger);
        requirePositive("backoff", backoff);
        requirePositive("maxBackoff", maxBackoff);
    }

    /** Without a pause it would keep a core busy. */
    private void requirePositive(String option, Duration value) {
        if (value.toMillis() <= 0) {
            throw new SettingException("The option " + option + " of " + UsageComponent.SCHEME + ":" + name
                    + " must be at least a millisecond.");
        }
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("Records come from " + getEndpointUri() + ", none can be sent there");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        UsageConsumer consumer = new UsageConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }
}
