/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.Requests;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CacheControlRemovalTest {

    private static final String MARKED =
            "{\"messages\":[{\"content\":[{\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]}";

    private final CacheControlRemoval rule = new CacheControlRemoval();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CacheControlRemoval.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void removesItFromContentParts() {
        assertThat(Requests.sent(MARKED, rule)).isEqualTo("{\"messages\":[{\"content\":[{\"text\":\"a\"}]}]}");
    }

    @Test
    void removesItFromEveryPartOfEveryMessage() {
        String mark = "\"cache_control\":{\"type\":\"ephemeral\"}";
        String body = "{\"messages\":[{\"content\":[{" + mark + "},{\"b\":1," + mark + ",\"c\":2}]},{\"content\":[{"
                + mark + "}]}]}";

        assertThat(Requests.sent(body, rule))
                .isEqualTo("{\"messages\":[{\"content\":[{},{\"b\":1,\"c\":2}]},{\"content\":[{}]}]}");
    }

    @Test
    void removesItFromTools() {
        String body = "{\"tools\":[{\"type\":\"function\",\"cache_control\":null,\"function\":{\"name\":\"f\"}}]}";

        assertThat(Requests.sent(body, rule))
                .isEqualTo("{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cache_control\":{\"type\":\"ephemeral\"}}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"cache_control\":{}}]}",
                "{\"messages\":[{\"content\":{\"cache_control\":{}}}]}",
                "{\"messages\":[{\"content\":[{\"text\":\"the word cache_control survives\"}]}]}",
                "{\"messages\":[{\"content\":[{\"image_url\":{\"cache_control\":1}}]}]}",
                "{\"messages\":[{\"tool_calls\":[{\"cache_control\":{},\"function\":{\"arguments\":\"cache_control\"}}]}]}",
                "{\"messages\":[\"cache_control\",null,[{\"cache_control\":1}]]}",
                "{\"messages\":{\"content\":[{\"cache_control\":1}]}}",
                "{\"system\":[{\"cache_control\":{}}]}",
                "{\"tools\":[{\"function\":{\"cache_control\":{},\"parameters\":{\"properties\":{\"cache_control\":"
                        + "{\"type\":\"object\"}},\"required\":[\"cache_control\"]}}}]}",
                "{\"tools\":null,\"messages\":null}",
                "{}"
            })
    void leavesItEverywhereElse(String body) {
        assertThat(Requests.sent(body, rule)).isEqualTo(body);
        assertThat(log.list).isEmpty();
    }

    @Test
    void saysSoAndNamesTheSettingThatKeepsIt() {
        send("anthropic/claude-sonnet-4");

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("cache_control", "anthropic/claude-sonnet-4", "openrouter.cache-control=keep");
    }

    @Test
    void saysSoOncePerModel() {
        send("a/b");
        send("a/b");
        send("c/d");

        assertThat(log.list).hasSize(2);
    }

    @Test
    void aNameCannotStartALineOfTheLog() {
        send("a/b\nERROR all is lost");

        assertThat(log.list.get(0).getFormattedMessage()).doesNotContain("\n");
    }

    @Test
    void remembersAThousandNamesAtMost() {
        for (int i = 0; i < 1_200; i++) {
            send("a/" + i);
        }

        assertThat(log.list).hasSize(1_000);
    }

    private void send(String model) {
        Exchange exchange = Requests.withBody(MARKED);
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, model);
        Requests.sent(exchange, rule);
    }
}
