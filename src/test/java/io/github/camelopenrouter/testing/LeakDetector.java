/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Listens to every logger of the JVM at TRACE, in place of the usual appenders, and remembers each event that shows a
 * secret: in its message, its arguments, its MDC, the name of its thread or its stack trace.
 */
public final class LeakDetector extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int SHOWN = 200;

    private final Pattern secret;
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final Logger root;
    private final Level levelBefore;
    private final List<Appender<ILoggingEvent>> appendersBefore = new ArrayList<>();

    private LeakDetector(String secret) {
        this.secret = Pattern.compile(Pattern.quote(secret), Pattern.CASE_INSENSITIVE);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        this.levelBefore = root.getLevel();
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            appendersBefore.add(all.next());
        }
        setContext(context);
    }

    /** Listens until it is closed. */
    public static LeakDetector listenFor(String secret) {
        LeakDetector detector = new LeakDetector(secret);
        detector.appendersBefore.forEach(detector.root::detachAppender);
        detector.start();
        detector.root.addAppender(detector);
        detector.root.setLevel(Level.TRACE);
        return detector;
    }

    /** What has been seen up to now: the logger, and the words around the secret. */
    public List<String> leaks() {
        return List.copyOf(leaks);
    }

    /** How many events there were at all. */
    public int heard() {
        return heard.get();
    }

    @Override
    public void close() {
        root.setLevel(levelBefore);
        root.detachAppender(this);
        appendersBefore.forEach(root::addAppender);
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        heard.incrementAndGet();
        inspect(event, event.getFormattedMessage());
        inspect(event, event.getThreadName());
        inspect(event, event.getMDCPropertyMap().toString());
        if (event.getArgumentArray() != null) {
            for (Object argument : event.getArgumentArray()) {
                inspect(event, text(argument));
            }
        }
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            inspect(event, ThrowableProxyUtil.asString(cause));
        }
    }

    private static String text(Object argument) {
        return argument instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : String.valueOf(argument);
    }

    private void inspect(ILoggingEvent event, String text) {
        Matcher matcher = secret.matcher(text == null ? "" : text);
        if (matcher.find()) {
            String around = text.substring(
                    Math.max(0, matcher.start() - SHOWN), Math.min(text.length(), matcher.end() + SHOWN));
            leaks.add(event.getLevel() + " " + event.getLoggerName() + ": " + around);
        }
    }
}
