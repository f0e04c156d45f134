/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.response.OwnedStream;
import io.github.camelopenrouter.response.StreamOwner;
import java.io.ByteArrayInputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A door on the host's own engine: when that ends the exchange it has written what it wanted of the answer. */
class IdentifiedRequestTest {

    private final AtomicInteger closed = new AtomicInteger();
    private final OwnedStream answer = new OwnedStream(new ByteArrayInputStream(new byte[1]) {
        @Override
        public void close() {
            closed.incrementAndGet();
        }
    });
    private CamelContext context;

    @BeforeEach
    void start() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void callEndsWhoseAnswerTheEngineHasNotRead() throws Exception {
        serve(exchange -> {
            exchange.getMessage().setBody(answer);
            StreamOwner.of(exchange, answer);
        });
        assertThat(closed).hasValue(1);
    }

    @Test
    void callEndsThatWasMadeInACopyAndReplacedHere() throws Exception {
        serve(exchange -> {
            Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
            StreamOwner.of(copy, answer);
            ExchangeHelper.copyResults(exchange, copy);
            exchange.getMessage().setBody("accepted");
        });
        assertThat(closed).hasValue(1);
    }

    @Test
    void callGoesOnWhoseAnswerACopyMayRead() throws Exception {
        Exchange[] tap = new Exchange[1];
        serve(exchange -> {
            exchange.getMessage().setBody(answer);
            StreamOwner.of(exchange, answer);
            tap[0] = ExchangeHelper.createCorrelatedCopy(exchange, false);
            exchange.getMessage().setBody("accepted");
        });
        assertThat(closed).hasValue(0);
        assertThat(tap[0].getMessage().getBody()).isSameAs(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "/anthropic/v1/messages,    true",
        "/v1/messages/count_tokens, true",
        "/v1/chat/completions,      false",
        "/v1/messages2,             false"
    })
    void namesTheRequestAsAnthropicsClientsExpectIt(String path, boolean anthropics) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(Exchange.HTTP_PATH, path);
        new IdentifiedRequest(route -> route.getMessage().removeHeaders("*")).process(exchange);
        Object id = exchange.getMessage().getHeader("x-request-id");
        assertThat(id).isNotNull();
        assertThat(exchange.getMessage().getHeader("request-id")).isEqualTo(anthropics ? id : null);
    }

    private void serve(Processor route) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        UnitOfWork work = new DefaultUnitOfWork(exchange);
        exchange.getExchangeExtension().setUnitOfWork(work);
        new IdentifiedRequest(route).process(exchange);
        assertThat(closed).hasValue(0);
        UnitOfWorkHelper.doneUow(work, exchange);
    }
}
