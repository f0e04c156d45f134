/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each border lets these headers pass and no other; a new one is a decision, so it changes this test. */
class HeaderListTest {

    private static final Set<String> ASKED = Stream.of(
                    "accept",
                    "accept-encoding",
                    "allow",
                    "anthropic",
                    "anthropic-api-key",
                    "anthropic-auth-token",
                    "anthropic-bearer",
                    "anthropic-credentials",
                    "anthropic-jwt",
                    "anthropic-passphrase",
                    "anthropic-beta",
                    "anthropic-other",
                    "anthropic-version",
                    "authorization",
                    "cache-control",
                    "camelhttppath",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "cookie",
                    "host",
                    "http-referer",
                    "request-id",
                    "retry-after",
                    "server",
                    "set-cookie",
                    "traceparent",
                    "tracestate",
                    "transfer-encoding",
                    "user-agent",
                    "via",
                    "www-authenticate",
                    "x-accel-buffering",
                    "x-anthropic-beta",
                    "x-api-key",
                    "x-forwarded-for",
                    "x-generation-id",
                    "x-openrouter",
                    "x-openrouter-cache",
                    "x-openrouter-cache-clear",
                    "x-openrouter-cache-ttl",
                    "x-openrouter-categories",
                    "x-openrouter-experimental-metadata",
                    "x-openrouter-key",
                    "x-openrouter-metadata",
                    "x-openrouter-pass-phrase",
                    "x-openrouter-passwd",
                    "x-openrouter-signature",
                    "x-openrouter-title",
                    "x-ratelimit",
                    "x-ratelimit-reset",
                    "x-request-id",
                    "x-session-id",
                    "x-should-retry",
                    "x-title",
                    "")
            .collect(Collectors.toSet());

    @Test
    void clientSendsUp() {
        assertThat(allowedBy(HeaderList.FROM_CLIENT))
                .containsExactlyInAnyOrder(
                        "anthropic-beta",
                        "anthropic-other",
                        "anthropic-version",
                        "http-referer",
                        "traceparent",
                        "tracestate",
                        "x-anthropic-beta",
                        "x-openrouter-cache",
                        "x-openrouter-cache-clear",
                        "x-openrouter-cache-ttl",
                        "x-openrouter-categories",
                        "x-openrouter-experimental-metadata",
                        "x-openrouter-metadata",
                        "x-openrouter-title",
                        "x-session-id",
                        "x-title");
    }

    @Test
    void openRouterSendsDown() {
        assertThat(allowedBy(HeaderList.FROM_OPENROUTER))
                .containsExactlyInAnyOrder(
                        "cache-control",
                        "content-encoding",
                        "content-type",
                        "retry-after",
                        "x-generation-id",
                        "x-openrouter-cache",
                        "x-openrouter-cache-clear",
                        "x-openrouter-cache-ttl",
                        "x-openrouter-categories",
                        "x-openrouter-experimental-metadata",
                        "x-openrouter-key",
                        "x-openrouter-metadata",
                        "x-openrouter-pass-phrase",
                        "x-openrouter-passwd",
                        "x-openrouter-signature",
                        "x-openrouter-title",
                        "x-ratelimit-reset");
    }

    @Test
    void clientGets() {
        assertThat(allowedBy(HeaderList.TO_CLIENT))
                .containsExactlyInAnyOrder(
                        "allow",
                        "cache-control",
                        "connection",
                        "content-encoding",
                        "content-type",
                        "request-id",
                        "retry-after",
                        "x-accel-buffering",
                        "x-generation-id",
                        "x-openrouter-cache",
                        "x-openrouter-cache-clear",
                        "x-openrouter-cache-ttl",
                        "x-openrouter-categories",
                        "x-openrouter-experimental-metadata",
                        "x-openrouter-key",
                        "x-openrouter-metadata",
                        "x-openrouter-pass-phrase",
                        "x-openrouter-passwd",
                        "x-openrouter-signature",
                        "x-openrouter-title",
                        "x-ratelimit-reset",
                        "x-request-id",
                        "x-should-retry");
    }

    @Test
    void scriptReads() {
        assertThat(allowedBy(HeaderList.TO_SCRIPT))
                .containsExactlyInAnyOrder(
                        "request-id",
                        "retry-after",
                        "x-generation-id",
                        "x-openrouter-cache",
                        "x-openrouter-cache-clear",
                        "x-openrouter-cache-ttl",
                        "x-openrouter-categories",
                        "x-openrouter-experimental-metadata",
                        "x-openrouter-key",
                        "x-openrouter-metadata",
                        "x-openrouter-pass-phrase",
                        "x-openrouter-passwd",
                        "x-openrouter-signature",
                        "x-openrouter-title",
                        "x-ratelimit-reset",
                        "x-request-id",
                        "x-should-retry");
    }

    @Test
    void caseMakesNoDifference() {
        for (HeaderList list : HeaderList.values()) {
            assertThat(Arrays.asList(list.allows("X-OpenRouter-Title"), list.allows("RETRY-AFTER")))
                    .containsExactly(true, list != HeaderList.FROM_CLIENT);
        }
    }

    private static Set<String> allowedBy(HeaderList list) {
        return ASKED.stream()
                .filter(name -> list.allows(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }
}
