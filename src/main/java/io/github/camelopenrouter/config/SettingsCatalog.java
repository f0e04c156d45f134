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

/**
 * Every setting of the gateway, in the order of the documents' table. A setting stands here from the day it does something;
 * its getter is in {@link OpenRouterSettings}.
 */
public final class SettingsCatalog {

    static final Setting<List<ApiKey>> API_KEY = Setting.optional(
            "api-key",
            ApiKeyType.list(),
            "none",
            "The key with which the gateway calls OpenRouter, or several that share the calls: `team-a=sk-…*3,team-b=sk-…`.");

    static final Setting<String> API_KEY_FILE = Setting.optional(
            "api-key-file",
            SettingTypes.path(),
            "none",
            "A file that holds the key, or several, one a line; read once at start, instead of `api-key`.");

    static final Setting<URI> BASE_URL = Setting.of(
            "base-url",
            UrlTypes.base(),
            "https://openrouter.ai/api",
            "Where OpenRouter answers; `/v1/...` is appended, and a `/v1` at the end means the same.");

    static final Setting<Boolean> SANDBOX = Setting.of(
            "sandbox",
            SettingTypes.flag(),
            "false",
            "Whether the built-in stand-in answers in place of OpenRouter; needs no key, excludes `base-url`.");

    static final Setting<Boolean> ROUTES_ENABLED = Setting.of(
            "routes.enabled",
            SettingTypes.flag(),
            "false",
            "Whether a host application gets the `direct:openrouter-…` operations without a line of Java.");

    static final Setting<URI> APP_URL = Setting.of(
            "app-url", UrlTypes.url(), "http://localhost", "Your application's address, sent as `HTTP-Referer`.");

    static final Setting<String> APP_TITLE = Setting.of(
            "app-title",
            SettingTypes.text(),
            "camel-openrouter",
            "Your application's name, sent as `X-OpenRouter-Title` and `X-Title`.");

    static final Setting<Compatibility> COMPATIBILITY = Setting.of(
            "compatibility",
            SettingTypes.word(Compatibility.class),
            "guide",
            "The defaults of the next three settings: `guide` simplifies requests, `native` passes them on as they are.");

    static final Setting<Reasoning> REASONING = Setting.optional(
            "reasoning",
            SettingTypes.word(Reasoning.class),
            "effort; native with compatibility=native",
            "Whether a `reasoning` object becomes `reasoning_effort` or stays an object.");

    static final Setting<CacheControl> CACHE_CONTROL = Setting.optional(
            "cache-control",
            SettingTypes.word(CacheControl.class),
            "strip; keep with compatibility=native",
            "Whether `cache_control` is removed from messages and tools; removing it can multiply the input's cost.");

    static final Setting<Set<String>> FILTERED_PARAMETERS = Setting.optional(
            "filtered-parameters",
            SettingTypes.names(),
            "prompt_cache_key,verbosity,store,service_tier; empty with compatibility=native",
            "Top-level parameters removed from chat and completion requests; an empty value removes none.");

    static final Setting<Map<String, List<WeightedModel>>> MODEL_ALIASES = Setting.optional(
            "model-aliases",
            ModelGroupType.map(),
            "none",
            "Names for models or groups of them, looked up first: `fast>openai/gpt-4o-mini*2|google/gemini-2.0-flash;smart>…`.");

    static final Setting<BareNames> BARE_NAMES = Setting.of(
            "bare-names",
            SettingTypes.word(BareNames.class),
            "vendor",
            "Whether a model name without a vendor gets the door's vendor on `/openai` and `/anthropic`.");

    static final Setting<Long> MAX_REQUEST_BYTES = Setting.of(
            "max-request-bytes",
            SettingTypes.size("1KB", "2147483647"),
            "20MB",
            "The largest request body, after decompression; a larger one is answered with 413.");

    static final Setting<Integer> MAX_CONCURRENT_REQUESTS = Setting.of(
            "max-concurrent-requests",
            SettingTypes.number(1, 100_000),
            "2000",
            "How many requests run at once; one more waits in the queue, or is answered with 503.");

    static final Setting<Integer> QUEUE_SIZE = Setting.of(
            "queue-size",
            SettingTypes.number(0, 100_000),
            "200",
            "How many requests wait while `max-concurrent-requests` run, first come, first served; 0 for none.");

    static final Setting<Duration> QUEUE_TIMEOUT = Setting.of(
            "queue-timeout",
            SettingTypes.duration("1ms", "1h"),
            "2s",
            "How long a request waits in the queue before it is answered with 503.");

    static final Setting<Long> MAX_BUFFERED_BYTES = Setting.optional(
            "max-buffered-bytes",
            SettingTypes.size("1KB", "1024GB"),
            "a quarter of the maximum heap",
            "What the bodies of all requests, and what is held of their answers, may take together; beyond it 503.");

    static final Setting<Auth> AUTH = Setting.optional(
            "auth",
            SettingTypes.word(Auth.class),
            "keys where `auth.keys` is given, else undecided",
            "Whether clients must show one of `auth.keys`; undecided is enough on a loopback address only.");

    static final Setting<List<ClientKey>> AUTH_KEYS = Setting.optional(
            "auth.keys", ClientKeyType.list(), "none", "Whose keys are accepted: a label and the key's hash for each.");

    static final Setting<Duration> KEEP_ALIVE = Setting.of(
            "keep-alive",
            SettingTypes.durationOrOff("10ms", "1h"),
            "15s",
            "After this much silence a stream gets a `: keep-alive` comment, and before its first content status 200.");

    static final Setting<Duration> HEARTBEAT_HOLD = Setting.of(
            "heartbeat-hold",
            SettingTypes.durationOrOff("10ms", "1h"),
            "45s",
            "After this much waiting a plain answer gets status 200 and white space until it comes.");

    static final Setting<Duration> TIMEOUT_CONNECT = Setting.of(
            "timeout.connect", SettingTypes.duration("1ms", "1h"), "5s", "How long connecting to OpenRouter may take.");

    static final Setting<Duration> TIMEOUT_RESPONSE = Setting.optional(
            "timeout.response",
            SettingTypes.durationOrOff("1ms", "24h"),
            "60s for streams, 300s for plain answers",
            "How long OpenRouter may take to begin its answer; one value sets both.");

    static final Setting<Duration> TIMEOUT_FIRST_EVENT = Setting.of(
            "timeout.first-event",
            SettingTypes.durationOrOff("1ms", "24h"),
            "300s",
            "How long the first event, or the JSON, may take after the answer's head; comments do not count.");

    static final Setting<Duration> TIMEOUT_IDLE = Setting.of(
            "timeout.idle",
            SettingTypes.durationOrOff("1ms", "24h"),
            "60s",
            "How long OpenRouter may send nothing at all in the middle of an answer.");

    static final Setting<Duration> TIMEOUT_STALLED = Setting.of(
            "timeout.stalled",
            SettingTypes.durationOrOff("1ms", "24h"),
            "300s",
            "How long OpenRouter may send nothing but comments in the middle of an answer.");

    static final Setting<Duration> TIMEOUT_TOTAL = Setting.of(
            "timeout.total",
            SettingTypes.durationOrOff("1ms", "24h"),
            "off",
            "How long one attempt may take as a whole.");

    static final Setting<Balance> BALANCE = Setting.of(
            "balance",
            SettingTypes.word(Balance.class),
            "adaptive",
            "How keys and the models of a group share the calls: by weight, speed, load and errors, or by weight alone.");

    static final Setting<Duration> BALANCE_HALF_LIFE = Setting.of(
            "balance.half-life",
            SettingTypes.duration("100ms", "1h"),
            "10s",
            "After this long what a call has shown counts half in `balance=adaptive`.");

    static final Setting<Integer> RETRY_ATTEMPTS = Setting.of(
            "retry.attempts",
            SettingTypes.number(0, 10),
            "2",
            "How many attempts may follow a failed one; 0 for none.");

    static final Setting<Duration> RETRY_DELAY = Setting.of(
            "retry.delay",
            SettingTypes.duration("1ms", "1h"),
            "500ms",
            "The wait before the second attempt; it doubles from one to the next, half of it is chance.");

    static final Setting<Duration> RETRY_MAX_DELAY = Setting.of(
            "retry.max-delay",
            SettingTypes.duration("1ms", "1h"),
            "10s",
            "The longest wait; an answer whose `Retry-After` asks for more goes to the client at once.");

    static final Setting<Integer> RETRY_BUDGET = Setting.of(
            "retry.budget",
            SettingTypes.number(0, 100),
            "20",
            "How many retries there may be for a hundred calls of the last ten seconds; ten are always allowed.");

    static final Setting<Boolean> CIRCUIT_BREAKER_ENABLED = Setting.of(
            "circuit-breaker.enabled",
            SettingTypes.flag(),
            "true",
            "Whether a vendor that keeps failing is left alone for a while.");

    static final Setting<Integer> CIRCUIT_BREAKER_FAILURE_RATE = Setting.of(
            "circuit-breaker.failure-rate",
            SettingTypes.number(1, 100),
            "50",
            "The percentage of failed calls that opens a vendor's circuit breaker.");

    static final Setting<Integer> CIRCUIT_BREAKER_WINDOW = Setting.of(
            "circuit-breaker.window",
            SettingTypes.number(1, 10_000),
            "20",
            "How many calls to a vendor are looked at.");

    static final Setting<Integer> CIRCUIT_BREAKER_MINIMUM_CALLS = Setting.of(
            "circuit-breaker.minimum-calls",
            SettingTypes.number(1, 10_000),
            "10",
            "How many calls there must have been before the breaker opens.");

    static final Setting<Duration> CIRCUIT_BREAKER_WAIT = Setting.of(
            "circuit-breaker.wait",
            SettingTypes.duration("10ms", "1h"),
            "30s",
            "How long an open breaker refuses calls before it lets some try again.");

    static final Setting<Integer> CIRCUIT_BREAKER_HALF_OPEN_CALLS = Setting.of(
            "circuit-breaker.half-open-calls", SettingTypes.number(1, 1_000), "3", "How many calls then try again.");

    static final Setting<Duration> CIRCUIT_BREAKER_SETTLE = Setting.of(
            "circuit-breaker.settle",
            SettingTypes.duration("1ms", "1h"),
            "10s",
            "How long the content of an answer has to flow until the breaker takes it for a success; a shorter answer"
                    + " counts at its end.");

    static final Setting<Integer> CIRCUIT_BREAKER_MAX_VENDORS = Setting.of(
            "circuit-breaker.max-vendors",
            SettingTypes.number(1, 100_000),
            "200",
            "How many vendors are remembered; the least recently used is forgotten first.");

    static final Setting<Map<String, List<String>>> FALLBACKS = Setting.optional(
            "fallbacks",
            SettingTypes.nameListMap(),
            "none",
            "Models to take instead: `openai/gpt-4o>anthropic/claude-sonnet-4|google/gemini-2.0-flash`; sent as `models`.");

    static final Setting<Duration> TIMEOUT_REQUEST = Setting.of(
            "timeout.request",
            SettingTypes.duration("1ms", "1h"),
            "60s",
            "How long a client may take to send its request; a slower one is answered with 408.");

    static final Setting<Duration> TIMEOUT_WRITE = Setting.of(
            "timeout.write",
            SettingTypes.durationOrOff("10ms", "1h"),
            "60s",
            "A client that takes nothing of its answer for so long is cut off, and the call to OpenRouter ended.");

    static final Setting<Duration> DRAIN_TIMEOUT = Setting.of(
            "drain-timeout",
            SettingTypes.duration("0ms", "1h"),
            "30s",
            "How long running answers may go on once the gateway stops; the rest end with an error.");
    static final Setting<Duration> TIMEOUT_CLIENT_IDLE = Setting.of(
            "timeout.client-idle",
            SettingTypes.duration("1ms", "1h"),
            "75s",
            "How long a client's connection may rest between two requests before the standalone gateway closes it.");

    static final Setting<Integer> MAX_REQUEST_LINE_BYTES = Setting.of(
            "max-request-line-bytes",
            SettingTypes.smallSize("128", "1MB"),
            "8KB",
            "The longest request line of the standalone gateway; a longer one is answered with 414.");

    static final Setting<Integer> MAX_HEADER_BYTES = Setting.of(
            "max-header-bytes",
            SettingTypes.smallSize("1KB", "1MB"),
            "32KB",
            "The largest request header of the standalone gateway, all fields together; a larger one gets a 431.");

    static final Setting<Boolean> ACCESS_LOG = Setting.of(
            "access-log",
            SettingTypes.flag(),
            "false",
            "Whether each finished request becomes a line of the logger `io.github.camelopenrouter.access`.");

    static final Setting<Set<String>> CORS_ALLOWED_ORIGINS = Setting.optional(
            "cors.allowed-origins",
            OriginType.list(),
            "none",
            "The web pages whose scripts may call the gateway from a browser; `*` for all of them.");

    static final Setting<String> TLS_CERTIFICATE = Setting.optional(
            "tls.certificate",
            SettingTypes.path(),
            "none",
            "A PEM file with the standalone gateway's certificate and its chain; it then serves HTTPS only.");

    static final Setting<String> TLS_KEY = Setting.optional(
            "tls.key", SettingTypes.path(), "none", "A PEM file with the private key (PKCS#8) of `tls.certificate`.");

    static final Setting<String> TRUSTSTORE = Setting.optional(
            "truststore",
            SettingTypes.path(),
            "none",
            "A PEM file with authorities to trust for the upstream's certificate, beside those of the JVM.");

    static final Setting<Boolean> CONNECT_AT_START = Setting.of(
            "connect-at-start",
            SettingTypes.flag(),
            "false",
            "Whether the gateway opens a connection to OpenRouter as soon as it has started, so that the first call need not"
                    + " wait for it. Not through a proxy.");

    static final Setting<Proxy> PROXY = Setting.optional(
            "proxy",
            ProxyType.http(),
            "none",
            "The HTTP proxy through which the gateway calls OpenRouter: `http://user:password@proxy.example:3128`.");

    /** All settings, in the table's order. */
    public static final List<Setting<?>> ALL = List.of(
            API_KEY,
            API_KEY_FILE,
            BASE_URL,
            SANDBOX,
            ROUTES_ENABLED,
            APP_URL,
            APP_TITLE,
            COMPATIBILITY,
            REASONING,
            CACHE_CONTROL,
            FILTERED_PARAMETERS,
            MODEL_ALIASES,
            BARE_NAMES,
            MAX_REQUEST_BYTES,
            MAX_CONCURRENT_REQUESTS,
            QUEUE_SIZE,
            QUEUE_TIMEOUT,
            MAX_BUFFERED_BYTES,
            AUTH,
            AUTH_KEYS,
            KEEP_ALIVE,
            HEARTBEAT_HOLD,
            FALLBACKS,
            BALANCE,
            BALANCE_HALF_LIFE,
            RETRY_ATTEMPTS,
            RETRY_DELAY,
            RETRY_MAX_DELAY,
            RETRY_BUDGET,
            CIRCUIT_BREAKER_ENABLED,
            CIRCUIT_BREAKER_FAILURE_RATE,
            CIRCUIT_BREAKER_WINDOW,
            CIRCUIT_BREAKER_MINIMUM_CALLS,
            CIRCUIT_BREAKER_WAIT,
            CIRCUIT_BREAKER_HALF_OPEN_CALLS,
            CIRCUIT_BREAKER_SETTLE,
            CIRCUIT_BREAKER_MAX_VENDORS,
            TIMEOUT_CONNECT,
            TIMEOUT_WRITE,
            DRAIN_TIMEOUT,
            TIMEOUT_RESPONSE,
            TIMEOUT_FIRST_EVENT,
            TIMEOUT_IDLE,
            TIMEOUT_STALLED,
            TIMEOUT_TOTAL,
            TIMEOUT_REQUEST,
            TIMEOUT_CLIENT_IDLE,
            MAX_REQUEST_LINE_BYTES,
            MAX_HEADER_BYTES,
            ACCESS_LOG,
            CORS_ALLOWED_ORIGINS,
            TLS_CERTIFICATE,
            TLS_KEY,
            TRUSTSTORE,
            PROXY,
            CONNECT_AT_START);

    private SettingsCatalog() {}
}
