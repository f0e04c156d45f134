/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of OpenRouter's errors are about the key. */
class KeyRefusalTest {

    private static final String PLAIN = "{\"error\":{\"message\":\"No\",\"code\":0}}";
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void refusedKeyRestsFiveMinutes(int status) {
        assertThat(cooldown(status, PLAIN)).contains(FIVE_MINUTES);
        assertThat(cooldown(status, "{\"error\":{\"metadata\":{\"provider_name\":null}}}"))
                .contains(FIVE_MINUTES);
        assertThat(cooldown(status, "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\"}}"))
                .contains(FIVE_MINUTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 429})
    void refusalOfAVendorIsNotAboutTheKey(int status) {
        assertThat(cooldown(
                        status,
                        "{\"error\":{\"metadata\":{\"provider_name\":\"Google\"}}}",
                        Map.of("X-RateLimit-Limit", "1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"metadata\":{\"patterns\":[\"x\"]}}}",
                "{\"error\":{\"metadata\":{\"reasons\":[\"violence\"]}}}",
                "{\"error\":{\"availability\":{\"code\":\"region_restricted\"}}}",
                "<html>",
                "",
                "[]",
                "{}",
                "{\"error\":\"No\"}"
            })
    void refusalOfTheRequestIsNotAboutTheKey(String body) {
        assertThat(cooldown(403, body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 408, 500, 503})
    void otherStatusIsNotAboutTheKey(int status) {
        assertThat(KeyRefusal.mayBe(status)).isFalse();
        assertThat(cooldown(status, PLAIN)).isEmpty();
    }

    @Test
    void limitEndsWithItsReset() {
        long reset = time.instant().toEpochMilli() + 90_000;
        assertThat(cooldown(429, PLAIN, Map.of("X-RateLimit-Reset", "" + reset, "Retry-After", "5")))
                .contains(Duration.ofSeconds(90));
    }

    @Test
    void limitWithoutAResetEndsAfterItsRetryAfter() {
        assertThat(cooldown(429, PLAIN, Map.of("X-RateLimit-Limit", "20", "Retry-After", "5")))
                .contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "12", "99999999999999999999999"})
    void resetThatMakesNoSenseIsNone(String reset) {
        assertThat(cooldown(429, PLAIN, Map.of("X-RateLimit-Reset", reset, "Retry-After", "5")))
                .contains(Duration.ofSeconds(5));
        assertThat(cooldown(429, PLAIN, Map.of("X-RateLimit-Reset", reset))).isEmpty();
    }

    @Test
    void resetThatHasPassedIsNone() {
        long reset = time.instant().toEpochMilli() - 1;
        assertThat(cooldown(429, PLAIN, Map.of("X-RateLimit-Reset", "" + reset)))
                .isEmpty();
    }

    @Test
    void nothingRestsLongerThanADay() {
        assertThat(cooldown(429, PLAIN, Map.of("X-RateLimit-Reset", "4102444800000")))
                .contains(Duration.ofDays(1));
    }

    @Test
    void limitWithoutItsHeadersIsAVendors() {
        assertThat(cooldown(429, PLAIN, Map.of("Retry-After", "5"))).isEmpty();
    }

    private Optional<Duration> cooldown(int status, String body) {
        return cooldown(status, body, Map.of());
    }

    private Optional<Duration> cooldown(int status, String body, Map<String, Object> headers) {
        return KeyRefusal.cooldown(status, body.getBytes(StandardCharsets.UTF_8), headers::get, time);
    }
}
