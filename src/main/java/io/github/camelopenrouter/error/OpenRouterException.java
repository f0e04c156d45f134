/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import org.jspecify.annotations.Nullable;

/**
 * A call that the gateway itself refuses or cannot finish, with everything the caller's error envelope needs.
 *
 * <p>The message is written for the person who sent the request: it names what is wrong and never holds a key, a class
 * name or a stack trace. The exception carries no stack trace of its own: it is an answer, not a fault.
 */
public class OpenRouterException extends RuntimeException implements SaysItsAnswer {

    /** The code of an answer that ended before it was whole, wherever that shows. */
    public static final String TRUNCATED = "truncated";

    /** The code of a call that a budget does not let pass, or go on. */
    public static final String BUDGET_EXCEEDED = "budget_exceeded";

    private final String message;
    private final int status;
    private final ErrorType type;
    private final @Nullable String param;
    private final @Nullable String code;
    private final @Nullable Integer retryAfterSeconds;

    private OpenRouterException(
            int status,
            ErrorType type,
            String message,
            @Nullable String param,
            @Nullable String code,
            @Nullable Integer retryAfterSeconds) {
        super(message, null, false, false);
        this.message = message;
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    OpenRouterException(int status, String message, @Nullable String code) {
        this(status, ErrorType.ofStatus(status), message, null, code, null);
    }

    /** 400, {@code invalid_request_error}: {@code param} names the offending parameter, null when it is the body. */
    public static OpenRouterException invalidRequest(String message, @Nullable String param) {
        return of(400, message, param, null);
    }

    /** 401: no key, or one that is not on the list. */
    public static OpenRouterException unauthorized(String message) {
        return of(401, message, null, "invalid_api_key");
    }

    /** 401: a key or token that nobody knows, that has expired or is not let in any more; which of it, nobody is told. */
    public static OpenRouterException unknownKey() {
        return unauthorized("The API key is not known to this gateway.");
    }

    /** 429: in place of further 401s. */
    public static OpenRouterException tooManyUnknownKeys(int retryAfterSeconds) {
        return rateLimited(
                "Too many requests without a known API key have come from this address: try again in "
                        + retryAfterSeconds + " seconds.",
                retryAfterSeconds);
    }

    /** 429: as many as may come have come; {@code Retry-After} says when there is room again. */
    public static OpenRouterException rateLimited(String message, int retryAfterSeconds) {
        return new OpenRouterException(
                429, ErrorType.RATE_LIMIT, message, null, "rate_limit_exceeded", retryAfterSeconds);
    }

    /** 404: no such model. */
    public static OpenRouterException modelNotFound(String model) {
        return of(404, "The model '" + model + "' does not exist.", "model", "model_not_found");
    }

    /** 413: the body is larger than {@code openrouter.max-request-bytes}. */
    public static OpenRouterException tooLarge(long limit) {
        return of(
                413,
                "The request body is larger than " + limit + " bytes (openrouter.max-request-bytes).",
                null,
                "request_too_large");
    }

    /** 415: a content type or content encoding that the gateway does not read. */
    public static OpenRouterException unsupportedMediaType(String message) {
        return of(415, message, null, "unsupported_media_type");
    }

    /** 502: OpenRouter could not be reached or answered something that is no answer. */
    public static OpenRouterException badGateway(String message) {
        return of(502, message, null, "upstream_unreachable");
    }

    /**
     * 502: OpenRouter's answer ended before it was whole.
     *
     * @param what the answer was to be, {@code stream} or {@code answer}
     */
    public static OpenRouterException truncated(String what) {
        return of(502, "OpenRouter ended the " + what + " before it was complete.", null, TRUNCATED);
    }

    /** 503, {@code overloaded_error}: the gateway itself has no room; {@code Retry-After} says when to come back. */
    public static OpenRouterException overloaded(String message, String code, int retryAfterSeconds) {
        return new OpenRouterException(503, ErrorType.OVERLOADED, message, null, code, retryAfterSeconds);
    }

    /** 503: no new request, and none that still runs, is served any more. */
    public static OpenRouterException stopping() {
        return overloaded("The gateway is stopping.", "stopping", 1);
    }

    /** 503: an operator has it take nothing new for a while. */
    public static OpenRouterException draining() {
        return overloaded("The gateway is being drained.", "draining", 1);
    }

    /** 503: the door has closed alone; as a rule another one is about to take its place. */
    public static OpenRouterException reloading() {
        return overloaded("The door is being reloaded.", "reloading", 1);
    }

    /** 503: what the request is for may be there in a moment. */
    public static OpenRouterException loadingRoutes() {
        return overloaded("The gateway is loading its routes.", "loading_routes", 1);
    }

    /** 500: a fault of ours; what it was stands in the log under the request's id, never in the answer. */
    public static OpenRouterException internal() {
        return new OpenRouterException(
                500, ErrorType.INTERNAL, "The gateway failed to handle this request.", null, "internal_error", null);
    }

    /** Any other status, typed by the table of {@link ErrorType}. */
    public static OpenRouterException of(int status, String message, @Nullable String param, @Nullable String code) {
        return new OpenRouterException(status, ErrorType.ofStatus(status), message, param, code, null);
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public OpenRouterException asAnswer() {
        return this;
    }

    public int status() {
        return status;
    }

    ErrorType type() {
        return type;
    }

    /** The {@code type} that an OpenAI client reads. */
    public String openAiType() {
        return type.openAi();
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable String code() {
        return code;
    }

    /** The value for {@code Retry-After} in seconds, or null. */
    public @Nullable Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
