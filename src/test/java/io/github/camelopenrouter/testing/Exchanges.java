/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import io.github.camelopenrouter.upstream.TimeoutSettings;
import java.io.InputStream;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Exchanges as the steps of a try see them. */
public final class Exchanges {

    public static final TimeoutSettings NO_CLOCKS = new TimeoutSettings(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    static {
        CONTEXT.start(); // before that, message headers are not case-insensitive
    }

    private Exchanges() {}

    public static Exchange empty() {
        return new DefaultExchange(CONTEXT);
    }

    public static Exchange withStatus(int status) {
        Exchange exchange = empty();
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        return exchange;
    }

    /** A good answer whose end is still to come. */
    public static Exchange withOpenStream() {
        Exchange exchange = withStatus(200);
        exchange.getMessage().setBody(InputStream.nullInputStream());
        return exchange;
    }
}
