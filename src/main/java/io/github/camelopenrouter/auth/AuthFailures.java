/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.config.NamedBean;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Counts by address the requests that are refused for want of a known key, so that nobody tries one key after the other:
 * beyond so many a minute the answer is 429. It is asked behind a refusal only, so known keys always pass: an ingress makes
 * all clients one address. One for all doors of a gateway, those of its management port too. Safe for many threads.
 */
public final class AuthFailures {

    /** Which of them is forgotten first: the one that has been refused the longest ago. */
    static final int MOST_ADDRESSES = 10_000;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int UNAUTHORIZED = 401;
    private static final int NETWORK_BYTES = 8;
    private static final int OFF = 0;
    private static final int MOST = 1_000_000;
    private static final Pattern A_MINUTE = Pattern.compile("(\\d{1,7})/min");

    private final int limit;
    private final LongSupplier nanos;
    private final Map<String, Window> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** A minute, from the first refusal in it. */
    private static final class Window {
        private final long start;
        private int refusals;

        Window(long start) {
            this.start = start;
        }
    }

    /** @param limit 0 for none */
    AuthFailures(int limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** That of a gateway, made by whoever asks first. */
    public static AuthFailures of(CamelContext context, Settings settings) {
        String name = settings.instance().routePrefix() + "auth-failures";
        AuthFailures known = CamelContextHelper.lookup(context, name, AuthFailures.class);
        if (known != null) {
            return known;
        }
        AuthFailures made = new AuthFailures(settings.get(AuthSettings.AUTH_FAILURES), System::nanoTime);
        NamedBean.bind(context, name, made);
        return made;
    }

    static SettingType<Integer> type() {
        return SettingType.of("off or a number a minute from 1/min to 1000000/min", AuthFailures::parse);
    }

    private static int parse(String text) {
        if (text.equalsIgnoreCase("off")) {
            return OFF;
        }
        Matcher rate = A_MINUTE.matcher(text);
        int number = rate.matches() ? Integer.parseInt(rate.group(1)) : 0;
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    /** What is to be said to a request that has been refused so. */
    OpenRouterException answer(Exchange exchange, OpenRouterException refusal) {
        if (limit == OFF || refusal.status() != UNAUTHORIZED) {
            return refusal;
        }
        int seconds = secondsToWait(addressOf(exchange));
        return seconds == 0 ? refusal : OpenRouterException.tooManyUnknownKeys(seconds);
    }

    /** The same decision, whose refusals count. */
    Processor counting(Processor decision) {
        return exchange -> {
            try {
                decision.process(exchange);
            } catch (OpenRouterException refusal) {
                throw answer(exchange, refusal);
            }
        };
    }

    /**
     * Counts a refusal.
     *
     * @return 0 as long as there are not too many
     */
    synchronized int secondsToWait(String address) {
        long now = nanos.getAsLong();
        Window window = addresses.get(address);
        if (window == null || now - window.start >= MINUTE) {
            window = new Window(now);
            addresses.put(address, window);
        }
        if (window.refusals < limit) {
            window.refusals++;
            return 0;
        }
        return (int) Duration.ofNanos(window.start + MINUTE - now + 999_999_999).toSeconds();
    }

    /** What a server cannot tell apart is one. */
    private static String addressOf(Exchange exchange) {
        Arrival arrival = Arrival.of(exchange);
        @Nullable String address = arrival == null ? null : arrival.address();
        return address == null ? "" : network(address);
    }

    /** Whoever has one address of IPv6 has a network of them. */
    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(NETWORK_BYTES, bytes.length));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
