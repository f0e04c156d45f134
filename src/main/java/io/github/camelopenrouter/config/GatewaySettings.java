/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of the gateway; a setting stands here from the day it does something. */
public final class GatewaySettings {

    public static final Section SECTION = new Section();

    static final Setting<List<ApiKey>> API_KEY = SECTION.optional(
            "api-key",
            ApiKeyType.list(),
            "The key with which the gateway calls OpenRouter, or several that share the calls: `team-a=sk-…*3,team-b=sk-…`.");

    static final Setting<String> API_KEY_FILE = SECTION.optional(
            "api-key-file",
            SettingTypes.path(),
            "A file that holds the key, or several, one a line; read once at start, instead of `api-key`.");

    static final Setting<URI> BASE_URL = SECTION.setting(
            "base-url",
            UrlTypes.base(),
            "https://openrouter.ai/api",
            "Where OpenRouter answers; `/v1/...` is appended, and a `/v1` at the end means the same.");

    static final Setting<Boolean> SANDBOX = SECTION.setting(
            "sandbox",
            SettingTypes.flag(),
            "false",
            "Whether the built-in stand-in answers in place of OpenRouter; needs no key, excludes `base-url`.");

    static final Setting<Boolean> ROUTES_ENABLED = SECTION.setting(
            "routes.enabled",
            SettingTypes.flag(),
            "false",
            "Whether a host application gets the `direct:openrouter-…` operations without a line of Java.");

    static final Setting<URI> APP_URL = SECTION.setting(
            "app-url", UrlTypes.url(), "http://localhost", "Your application's address, sent as `HTTP-Referer`.");

    static final Setting<String> APP_TITLE = SECTION.setting(
            "app-title",
            SettingTypes.text(),
            "camel-openrouter",
            "Your application's name, sent as `X-OpenRouter-Title` and `X-Title`.");

    static final Setting<Compatibility> COMPATIBILITY = SECTION.setting(
            "compatibility",
            SettingTypes.word(Compatibility.class),
            "guide",
            "The defaults of the next three settings: `guide` simplifies requests, `native` passes them on as they are.");

    static final Setting<Reasoning> REASONING = SECTION.optional(
            "reasoning",
            SettingTypes.word(Reasoning.class),
            "effort; native with compatibility=native",
            "Whether a `reasoning` object becomes `reasoning_effort` or stays an object.");

    static final Setting<CacheControl> CACHE_CONTROL = SECTION.optional(
            "cache-control",
            SettingTypes.word(CacheControl.class),
            "strip; keep with compatibility=native",
            "Whether `cache_control` is removed from messages and tools; removing it can multiply the input's cost.");

    static final Setting<Set<String>> FILTERED_PARAMETERS = SECTION.optional(
            "filtered-parameters",
            SettingTypes.names(),
            "prompt_cache_key,verbosity,store,service_tier; empty with compatibility=native",
            "Top-level parameters removed from chat and completion requests; an empty value removes none.");

    static final Setting<Map<String, List<WeightedModel>>> MODEL_ALIASES = SECTION.optional(
            "model-aliases",
            ModelGroupType.map(),
            "Names for models or groups of them, looked up first: `fast>openai/gpt-4o-mini*2|google/gemini-2.0-flash;smart>…`.");

    static final Setting<BareNames> BARE_NAMES = SECTION.setting(
            "bare-names",
            SettingTypes.word(BareNames.class),
            "vendor",
            "Whether a model name without a vendor gets the door's vendor on `/openai` and `/anthropic`.");

    static final Setting<Long> MAX_REQUEST_BYTES = SECTION.setting(
            "max-request-bytes",
            SettingTypes.size("1KB", "2147483647"),
            "20MB",
            "The largest request body, after decompression; a larger one is answered with 413.");

    static final Setting<Integer> MAX_CONCURRENT_REQUESTS = SECTION.setting(
            "max-concurrent-requests",
            SettingTypes.number(1, 100_000),
            "2000",
            "How many requests run at once; one more waits in the queue, or is answered with 503.");

    static final Setting<Integer> QUEUE_SIZE = SECTION.setting(
            "queue-size",
            SettingTypes.number(0, 100_000),
            "200",
            "How many requests wait while `max-concurrent-requests` run, first come, first served; 0 for none.");

    static final Setting<Duration> QUEUE_TIMEOUT = SECTION.setting(
            "queue-timeout",
            SettingTypes.duration("1ms", "1h"),
            "2s",
            "How long a request waits in the queue before it is answered with 503.");

    static final Setting<Long> MAX_BUFFERED_BYTES = SECTION.optional(
            "max-buffered-bytes",
            SettingTypes.size("1KB", "1024GB"),
            "a quarter of the maximum heap",
            "What the bodies of all requests, and what is held of their answers, may take together; beyond it 503.");

    static final Setting<Auth> AUTH = SECTION.optional(
            "auth",
            SettingTypes.word(Auth.class),
            "keys where `auth.keys` is given, else undecided",
            "Whether clients must show one of `auth.keys`; undecided is enough on a loopback address only.");

    static final Setting<List<ClientKey>> AUTH_KEYS = SECTION.optional(
            "auth.keys", ClientKeyType.list(), "Whose keys are accepted: a label and the key's hash for each.");

    static final Setting<Duration> KEEP_ALIVE = SECTION.setting(
            "keep-alive",
            SettingTypes.durationOrOff("10ms", "1h"),
            "15s",
            "After this much silence a stream gets a `: keep-alive` comment, and before its first content status 200.");

    static final Setting<Duration> HEARTBEAT_HOLD = SECTION.setting(
            "heartbeat-hold",
            SettingTypes.durationOrOff("10ms", "1h"),
            "45s",
            "After this much waiting a plain answer gets status 200 and white space until it comes.");

    static final Setting<Duration> TIMEOUT_CONNECT = SECTION.setting(
            "timeout.connect", SettingTypes.duration("1ms", "1h"), "5s", "How long connecting to OpenRouter may take.");

    static final Setting<Duration> TIMEOUT_RESPONSE = SECTION.optional(
            "timeout.response",
            SettingTypes.durationOrOff("1ms", "24h"),
            "60s for streams, 300s for plain answers",
            "How long OpenRouter may take to begin its answer; one value sets both.");

    static final Setting<Duration> TIMEOUT_FIRST_EVENT = SECTION.setting(
            "timeout.first-event",
            SettingTypes.durationOrOff("1ms", "24h"),
            "300s",
            "How long the first event, or the JSON, may take after the answer's head; comments do not count.");

    static final Setting<Duration> TIMEOUT_IDLE = SECTION.setting(
            "timeout.idle",
            SettingTypes.durationOrOff("1ms", "24h"),
            "60s",
            "How long OpenRouter may send nothing at all in the middle of an answer.");

    static final Setting<Duration> TIMEOUT_STALLED = SECTION.setting(
            "timeout.stalled",
            SettingTypes.durationOrOff("1ms", "24h"),
            "300s",
            "How long OpenRouter may send nothing but comments in the middle of an answer.");

    static final Setting<Duration> TIMEOUT_TOTAL = SECTION.setting(
            "timeout.total",
            SettingTypes.durationOrOff("1ms", "24h"),
            "off",
            "How long one attempt may take as a whole.");

    static final Setting<Balance> BALANCE = SECTION.setting(
            "balance",
            SettingTypes.word(Balance.class),
            "adaptive",
            "How keys and the models of a group share the calls: by weight, speed, load and errors, or by weight alone.");

    static final Setting<Duration> BALANCE_HALF_LIFE = SECTION.setting(
            "balance.half-life",
            SettingTypes.duration("100ms", "1h"),
            "10s",
            "After this long what a call has shown counts half in `balance=adaptive`.");

    static final Setting<Integer> RETRY_ATTEMPTS = SECTION.setting(
            "retry.attempts",
            SettingTypes.number(0, 10),
            "2",
            "How many attempts may follow a failed one; 0 for none.");

    static final Setting<Duration> RETRY_DELAY = SECTION.setting(
            "retry.delay",
            SettingTypes.duration("1ms", "1h"),
            "500ms",
            "The wait before the second attempt; it doubles from one to the next, half of it is chance.");

    static final Setting<Duration> RETRY_MAX_DELAY = SECTION.setting(
            "retry.max-delay",
            SettingTypes.duration("1ms", "1h"),
            "10s",
            "The longest wait; an answer whose `Retry-After` asks for more goes to the client at once.");

    static final Setting<Integer> RETRY_BUDGET = SECTION.setting(
            "retry.budget",
            SettingTypes.number(0, 100),
            "20",
            "How many retries there may be for a hundred calls of the last ten seconds; ten are always allowed.");

    static final Setting<Boolean> CIRCUIT_BREAKER_ENABLED = SECTION.setting(
            "circuit-breaker.enabled",
            SettingTypes.flag(),
            "true",
            "Whether a vendor that keeps failing is left alone for a while.");

    static final Setting<Integer> CIRCUIT_BREAKER_FAILURE_RATE = SECTION.setting(
            "circuit-breaker.failure-rate",
            SettingTypes.number(1, 100),
            "50",
            "The percentage of failed calls that opens a vendor's circuit breaker.");

    static final Setting<Integer> CIRCUIT_BREAKER_WINDOW = SECTION.setting(
            "circuit-breaker.window",
            SettingTypes.number(1, 10_000),
            "20",
            "How many calls to a vendor are looked at.");

    static final Setting<Integer> CIRCUIT_BREAKER_MINIMUM_CALLS = SECTION.setting(
            "circuit-breaker.minimum-calls",
            SettingTypes.number(1, 10_000),
            "10",
            "How many calls there must have been before the breaker opens.");

    static final Setting<Duration> CIRCUIT_BREAKER_WAIT = SECTION.setting(
            "circuit-breaker.wait",
            SettingTypes.duration("10ms", "1h"),
            "30s",
            "How long an open breaker refuses calls before it lets some try again.");

    static final Setting<Integer> CIRCUIT_BREAKER_HALF_OPEN_CALLS = SECTION.setting(
            "circuit-breaker.half-open-calls", SettingTypes.number(1, 1_000), "3", "How many calls then try again.");

    static final Setting<Duration> CIRCUIT_BREAKER_SETTLE = SECTION.setting(
            "circuit-breaker.settle",
            SettingTypes.duration("1ms", "1h"),
            "10s",
            "How long the content of an answer has to flow until the breaker takes it for a success; a shorter answer"
                    + " counts at its end.");

    static final Setting<Integer> CIRCUIT_BREAKER_MAX_VENDORS = SECTION.setting(
            "circuit-breaker.max-vendors",
            SettingTypes.number(1, 100_000),
            "200",
            "How many vendors are remembered; the least recently used is forgotten first.");

    static final Setting<Map<String, List<String>>> FALLBACKS = SECTION.optional(
            "fallbacks",
            SettingTypes.nameListMap(),
            "Models to take instead: `openai/gpt-4o>anthropic/claude-sonnet-4|google/gemini-2.0-flash`; sent as `models`.");

    static final Setting<Duration> TIMEOUT_REQUEST = SECTION.setting(
            "timeout.request",
            SettingTypes.duration("1ms", "1h"),
            "60s",
            "How long a client may take to send its request; a slower one is answered with 408.");

    static final Setting<Duration> TIMEOUT_WRITE = SECTION.setting(
            "timeout.write",
            SettingTypes.durationOrOff("10ms", "1h"),
            "60s",
            "A client that takes nothing of its answer for so long is cut off, and the call to OpenRouter ended.");

    static final Setting<Duration> DRAIN_TIMEOUT = SECTION.setting(
            "drain-timeout",
            SettingTypes.duration("0ms", "1h"),
            "30s",
            "How long running answers may go on once the gateway stops; the rest end with an error.");
    static final Setting<Duration> TIMEOUT_CLIENT_IDLE = SECTION.setting(
            "timeout.client-idle",
            SettingTypes.duration("1ms", "1h"),
            "75s",
            "How long a client's connection may rest between two requests before the standalone gateway closes it.");

    static final Setting<Integer> MAX_REQUEST_LINE_BYTES = SECTION.setting(
            "max-request-line-bytes",
            SettingTypes.smallSize("128", "1MB"),
            "8KB",
            "The longest request line of the standalone gateway; a longer one is answered with 414.");

    static final Setting<Integer> MAX_HEADER_BYTES = SECTION.setting(
            "max-header-bytes",
            SettingTypes.smallSize("1KB", "1MB"),
            "32KB",
            "The largest request header of the standalone gateway, all fields together; a larger one gets a 431.");

    static final Setting<Boolean> ACCESS_LOG = SECTION.setting(
            "access-log",
            SettingTypes.flag(),
            "false",
            "Whether each finished request becomes a line of the logger `io.github.camelopenrouter.access`.");

    static final Setting<Set<String>> CORS_ALLOWED_ORIGINS = SECTION.optional(
            "cors.allowed-origins",
            OriginType.list(),
            "The web pages whose scripts may call the gateway from a browser; `*` for all of them.");

    static final Setting<String> TLS_CERTIFICATE = SECTION.optional(
            "tls.certificate",
            SettingTypes.path(),
            "A PEM file with the standalone gateway's certificate and its chain; it then serves HTTPS only.");

    static final Setting<String> TLS_KEY = SECTION.optional(
            "tls.key", SettingTypes.path(), "A PEM file with the private key (PKCS#8) of `tls.certificate`.");

    static final Setting<String> TRUSTSTORE = SECTION.optional(
            "truststore",
            SettingTypes.path(),
            "A PEM file with authorities to trust for the upstream's certificate, beside those of the JVM.");

    static final Setting<Boolean> CONNECT_AT_START = SECTION.setting(
            "connect-at-start",
            SettingTypes.flag(),
            "false",
            "Whether the gateway opens a connection to OpenRouter as soon as it has started, so that the first call need not"
                    + " wait for it. Not through a proxy.");

    static final Setting<Proxy> PROXY = SECTION.optional(
            "proxy",
            ProxyType.http(),
            "The HTTP proxy through which the gateway calls OpenRouter: `http://user:password@proxy.example:3128`.");

    private GatewaySettings() {}
}
