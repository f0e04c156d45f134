/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.export.Receiver.Answer;
import io.github.camelopenrouter.testing.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed while it sends a batch sends it again, and loses none. */
@Timeout(90)
class KilledExportTest {

    @TempDir
    private Path home;

    @Test
    void aBatchThatWasBeingSentAtTheKillIsSentAgain() throws Exception {
        Path data = home.resolve("data");
        Calls.write(data, "usage-2026-01-01.1.jsonl", 350);
        CountDownLatch killed = new CountDownLatch(1);
        try (Receiver receiver = Receiver.start().answering(n -> {
            if (n == 2) {
                awaitQuietly(killed);
            }
            return new Answer(200);
        })) {
            try (GatewayProcess gateway = start(receiver)) {
                gateway.awaitAddress();
                await().atMost(Duration.ofSeconds(30)).until(() -> receiver.isAsked(3));
            } // SIGKILL
            killed.countDown();
            try (GatewayProcess gateway = start(receiver)) {
                gateway.awaitAddress();
                List<String> all = Calls.recorded(data);
                assertThat(all).hasSize(350);
                await().atMost(Duration.ofSeconds(30)).until(() -> new LinkedHashSet<>(receiver.taken()).size() == 350);
                assertThat(new LinkedHashSet<>(receiver.taken())).containsExactlyElementsOf(all);
                assertThat(receiver.taken()).hasSizeGreaterThan(350); // the third batch came twice
            }
        }
    }

    private GatewayProcess start(Receiver receiver) {
        return GatewayProcess.in(home)
                .withData()
                .with("OPENROUTER_EXPORT_WEBHOOK", receiver.url())
                .with("OPENROUTER_DATA_DIR", "data")
                .run("--sandbox");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
