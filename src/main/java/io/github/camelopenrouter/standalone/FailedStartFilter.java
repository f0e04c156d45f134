/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Keeps out of the log what Camel says of a start that fails: it is said once, in one sentence, when the process ends. */
public final class FailedStartFilter extends Filter<ILoggingEvent> {

    private static final String CAMEL = "org.apache.camel.impl.engine.AbstractCamelContext";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String message = event.getMessage();
        return event.getLoggerName().equals(CAMEL)
                        && (message.startsWith("Error starting CamelContext") || message.contains(" vetoed "))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
