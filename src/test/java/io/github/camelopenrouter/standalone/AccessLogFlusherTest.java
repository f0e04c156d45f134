/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The access log of the standalone gateway is asynchronous, and complete all the same. */
@Timeout(90)
class AccessLogFlusherTest {

    private final Logger access = (Logger) LoggerFactory.getLogger(AccessLog.LOGGER);
    private final SlowAppender slow = new SlowAppender();
    private final AsyncAppender async = new AsyncAppender();

    @TempDir
    private Path directory;

    @AfterEach
    void detach() {
        access.detachAppender(async);
    }

    @Test
    void waitsForWhatIsStillInTheQueue() throws Exception {
        async.setMaxFlushTime(0);
        async.setContext(access.getLoggerContext());
        async.addAppender(slow);
        slow.start();
        async.start();
        access.addAppender(async);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addLifecycleStrategy(new AccessLogFlusher());
            context.start();
            slow.stuck.lock();
            IntStream.range(0, 50).forEach(i -> access.info("line {}", i));
            slow.stuck.unlock();
        }

        assertThat(slow.lines).hasSize(50).startsWith("line 0").endsWith("line 49");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesALineForEveryRequestUpToSigtermAndStartUpBefore() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.in(directory).run("--sandbox")) {
            OneRequest shots = new OneRequest(gateway.awaitAddress().getPort());
            for (int i = 0; i < 50; i++) {
                shots.get("/nowhere/" + i);
            }
            gateway.terminate();
            assertThat(gateway.awaitExit()).isEqualTo(143);

            List<String> lines = gateway.out().lines().toList();
            int ready = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).contains(" listens on "))
                    .findFirst()
                    .orElseThrow();
            List<String> requests = lines.stream()
                    .filter(line -> line.contains(" INFO  access "))
                    .toList();
            assertThat(lines.subList(0, ready)).noneMatch(line -> line.contains(" access "));
            assertThat(requests).hasSize(50);
            for (int i = 0; i < 50; i++) {
                assertThat(requests.get(i)).contains(" path=/nowhere/" + i + " status=404 ");
            }
        }
    }

    @Test
    void isSwitchedOffByTheEnvironment() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.in(directory)
                .with("OPENROUTER_ACCESS_LOG", "false")
                .run("--sandbox")) {
            new OneRequest(gateway.awaitAddress().getPort()).get("/nowhere");
            gateway.terminate();
            gateway.awaitExit();

            assertThat(gateway.out()).contains(" listens on ").doesNotContain(" access ");
        }
    }

    /** Appends nothing while the test holds its lock. */
    private static final class SlowAppender extends AppenderBase<ILoggingEvent> {
        private final ReentrantLock stuck = new ReentrantLock();
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            stuck.lock();
            try {
                lines.add(event.getFormattedMessage());
            } finally {
                stuck.unlock();
            }
        }
    }
}
