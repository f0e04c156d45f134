/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.RawConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.Version;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class GuardedVertxTest {

    private final GuardedVertx vertx =
            new GuardedVertx(new ServerLimits(8_192, 32_768, Duration.ofMinutes(1), Duration.ofSeconds(75)), 1);

    @AfterEach
    void close() {
        vertx.closeAndWait();
    }

    @Test
    void sendsWhatIsWrittenAtOnceAndNoticesDeadPeers() throws Exception {
        List<Object> options = ofAConnection(channel -> List.of(
                channel.config().getOption(ChannelOption.TCP_NODELAY),
                channel.config().getOption(ChannelOption.SO_KEEPALIVE)));

        assertThat(options).containsExactly(true, true);
    }

    @Test
    void leavesClocksToTheGuardAndBodiesAsTheyAre() throws Exception {
        List<String> handlers = ofAConnection(channel -> channel.pipeline().names());

        assertThat(handlers).contains("openrouter-guard").doesNotContain("idle", "inflater", "deflater", "h2c");
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "x86_64", "aarch64"})
    void waitsByEpollOnLinux() {
        assertThat(vertx.isNativeTransportEnabled())
                .as("%s", vertx.unavailableNativeTransportCause())
                .isTrue();
    }

    @Test
    void hasNettyInOneVersionAlone() {
        assertThat(Version.identify().values())
                .extracting(Version::artifactVersion)
                .as("netty-bom in the pom stands in front of the list of Vert.x")
                .hasSizeGreaterThan(5)
                .containsOnly(Version.identify().get("netty-common").artifactVersion());
    }

    @Test
    void keepsTheOptionsThatCamelGives() {
        HttpServerOptions given = new HttpServerOptions().setSsl(true).setPort(1234);

        HttpServerOptions applied = withLimits(given);

        assertThat(applied.isSsl()).isTrue();
        assertThat(applied.getPort()).isEqualTo(1234);
        assertThat(applied.getMaxInitialLineLength()).isEqualTo(8_192);
        assertThat(applied.getMaxHeaderSize()).isEqualTo(32_768);
        assertThat(applied.getEnabledSecureTransportProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        assertThat(given.getMaxHeaderSize()).isNotEqualTo(32_768);
    }

    private static HttpServerOptions withLimits(HttpServerOptions given) {
        return new ServerLimits(8_192, 32_768, Duration.ofMinutes(1), Duration.ofSeconds(75)).applyTo(given);
    }

    private <T> T ofAConnection(Function<Channel, T> look) throws Exception {
        CompletableFuture<T> seen = new CompletableFuture<>();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(request -> {
                    seen.complete(look.apply(((ConnectionBase) request.connection()).channel()));
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (RawConnection client = RawConnection.open(server.actualPort())) {
            assertThat(client.send("GET / HTTP/1.1\nHost: localhost\n\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
        return seen.get(10, TimeUnit.SECONDS);
    }
}
