/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class QuotelessFailureTest {

    private static final String PROMPT = "{not json, but a prompt";

    @Test
    void bodyThatCouldNotBeConvertedIsNotQuoted() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(PROMPT);
            Exception failure = null;
            try {
                exchange.getMessage().getMandatoryBody(Integer.class);
            } catch (InvalidPayloadException e) {
                failure = e;
            }

            assertThat(printed(failure)).contains(PROMPT);
            assertThat(printed(QuotelessFailure.of(failure)))
                    .contains("InvalidPayloadException", "its message is left out")
                    .doesNotContain(PROMPT);
            assertThat(printed(QuotelessFailure.of(new IllegalStateException(failure))))
                    .doesNotContain(PROMPT);
        }
    }

    @Test
    void conversionThatFailedIsNotQuoted() {
        Exception failure = new RuntimeException(
                new TypeConversionException(PROMPT, Integer.class, new NumberFormatException(PROMPT)));

        assertThat(printed(QuotelessFailure.of(failure))).doesNotContain(PROMPT);
    }

    @Test
    void anotherFailureIsItself() {
        Exception failure = new IllegalStateException("a rule's own");

        assertThat(QuotelessFailure.of(failure)).isSameAs(failure);
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
