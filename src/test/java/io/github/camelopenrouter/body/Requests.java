/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.request.WeightedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Sends bodies through the processors as a route would, without one. */
public final class Requests {

    public static final long LIMIT = 20_000_000;

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    static {
        CONTEXT.start(); // before that, message headers are not case-insensitive
    }

    private Requests() {}

    /** Names for one model each. */
    public static ModelGroups aliases(Map<String, String> targets) {
        Map<String, List<WeightedModel>> aliases = new HashMap<>();
        targets.forEach((alias, target) -> aliases.put(alias, List.of(new WeightedModel(target, 1))));
        return new ModelGroups(aliases, weights -> {
            throw new AssertionError("An alias of one model is no group");
        });
    }

    public static Exchange withBody(Object body) {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    public static Exchange withBody(Object body, Map<String, Object> headers) {
        Exchange exchange = withBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
        return exchange;
    }

    /** Decoded and encoded, and left as it is sent where only the call comes next. */
    public static Exchange ready(String body) {
        Exchange exchange = withBody(bytes(body));
        run(exchange, new RequestDecoder(LIMIT));
        run(exchange, new RequestEncoder());
        return exchange;
    }

    /** Decodes the body, lets the rules run and returns what would be sent. */
    public static String sent(String body, Processor... rules) {
        return sent(withBody(bytes(body)), rules);
    }

    public static String sent(Exchange exchange, Processor... rules) {
        run(exchange, new RequestDecoder(LIMIT));
        for (Processor rule : rules) {
            run(exchange, rule);
        }
        run(exchange, new RequestEncoder());
        return new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
    }

    public static OpenRouterException refusal(String body, Processor... rules) {
        return refusal(withBody(bytes(body)), rules);
    }

    public static OpenRouterException refusal(Exchange exchange, Processor... rules) {
        OpenRouterException refusal = catchThrowableOfType(OpenRouterException.class, () -> sent(exchange, rules));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    /** The tree as bytes, from the array of its size and, the same, by way of a stream. */
    public static byte[] written(ObjectNode tree) {
        byte[] bytes = BodyWriter.write(tree, BodyWriter.size(tree));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try {
            BodyWriter.write(tree, stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(stream.toByteArray()).isEqualTo(bytes);
        return bytes;
    }

    /** The request as the rules see it. */
    public static ObjectNode tree(String text) {
        return BodyParser.parse(bytes(text));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void run(Exchange exchange, Processor processor) {
        try {
            processor.process(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
