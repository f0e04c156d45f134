/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.github.camelopenrouter.accesslog.AccessLog;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.LoggerFactory;

/**
 * Has the last lines of the access log written before the process ends: after SIGTERM the JVM waits for Camel and for
 * nobody else. Logback's own shutdown hook would run beside Camel's and lose what is said during the drain.
 */
final class AccessLogFlusher extends LifecycleStrategySupport {

    private static final String LOGBACK = "ch.qos.logback.";

    @Override
    public void onContextStopped(CamelContext context) {
        if (LoggerFactory.getILoggerFactory().getClass().getName().startsWith(LOGBACK)) {
            Logback.finish();
        }
    }

    /** Loaded only where Logback is there: an operator may have put another logging backend into its place. */
    private static final class Logback {

        static void finish() {
            Logger access = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
            access.iteratorForAppenders().forEachRemaining(Logback::finish);
        }

        private static void finish(Appender<ILoggingEvent> appender) {
            if (appender instanceof BatchingConsoleAppender || appender instanceof AsyncAppender) {
                appender.stop();
            }
        }
    }
}
