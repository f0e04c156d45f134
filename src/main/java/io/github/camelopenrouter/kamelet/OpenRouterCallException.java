/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.api.Redaction;
import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.SaysItsAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A call that OpenRouter has refused, that failed, or that the gateway did not even make: for the host's own error
 * handler. The message says which of these it is, and holds status, code and OpenRouter's text.
 */
public final class OpenRouterCallException extends RuntimeException implements SaysItsAnswer {

    /** The code of an answer that a filter has withheld, the gateway's or the provider's. */
    static final String WITHHELD = "content_filter";

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_TEXT = 2_000;
    private static final String FAILED = "The call to OpenRouter failed";
    private static final String NOT_MADE = "No call to OpenRouter was made: refused";
    private static final String NOT_SHOWN = "The answer is withheld";
    /** Like a refusal by a rule: the same question would have the same answer, so no client is to ask again. */
    private static final int FORBIDDEN = 403;

    private final int status;
    private final @Nullable String code;
    private final String body;

    private OpenRouterCallException(String what, int status, @Nullable String code, String text, String body) {
        super(what + " with status " + status + (code == null ? "" : ", code " + code) + ": "
                + (text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text));
        this.status = status;
        this.code = code;
        this.body = body;
    }

    /**
     * The answer with this status and body.
     *
     * @param called whether it is OpenRouter's, and not the gateway's refusal to call at all
     */
    static OpenRouterCallException of(int status, String body, boolean called) {
        String shown = Redaction.maskCredentials(body);
        return of(called ? FAILED : NOT_MADE, status, Json.readLeniently(shown).path("error"), shown);
    }

    /** The gateway's own refusal to make a call. */
    static OpenRouterCallException notMade(OpenRouterException refusal) {
        return of(refusal, NOT_MADE);
    }

    /** A call whose answer the gateway cannot take. */
    static OpenRouterCallException failed(OpenRouterException reason) {
        return of(reason, FAILED);
    }

    /** An answer that ended before it was whole; if the gateway itself has cut it off, it says why. */
    static OpenRouterCallException brokenOff(IOException failure) {
        return failed(failure instanceof CallCutException cut ? cut.reason() : OpenRouterException.truncated("answer"));
    }

    /** An answer of status 200 that holds this error; its code may name a better status. */
    static OpenRouterCallException inAnswer(JsonNode error, String body) {
        int code = error.path("code").asInt(0);
        JsonNode shown = Json.readLeniently(Redaction.maskCredentials(error.toString()));
        return of(FAILED, code >= 400 && code <= 599 ? code : 502, shown, Redaction.maskCredentials(body));
    }

    /**
     * An answer that nobody is to read: a filter has ended it, or the model has refused to give it.
     *
     * @param said in its place, may be empty
     */
    static OpenRouterCallException withheld(String said, String body) {
        String notice = said.isEmpty() ? "A content filter has ended it." : said;
        return new OpenRouterCallException(
                NOT_SHOWN, FORBIDDEN, WITHHELD, Redaction.maskCredentials(notice), Redaction.maskCredentials(body));
    }

    private static OpenRouterCallException of(OpenRouterException reason, String what) {
        String envelope = new String(ErrorEnvelope.render(Api.OPENAI, reason, null), StandardCharsets.UTF_8);
        String shown = Redaction.maskCredentials(envelope);
        return of(what, reason.status(), Json.readLeniently(shown).path("error"), shown);
    }

    private static OpenRouterCallException of(String what, int status, JsonNode error, String body) {
        return new OpenRouterCallException(what, status, codeOf(error), textOf(error), body);
    }

    /** The last event of a stream that is not whole says so beside a number. */
    private static @Nullable String codeOf(JsonNode error) {
        boolean truncated = error.path("metadata").path("error_type").asText().equals(OpenRouterException.TRUNCATED);
        return truncated ? OpenRouterException.TRUNCATED : error.path("code").asText(null);
    }

    /** Source: OpenRouter says what happened in {@code message}, and what the provider said in {@code metadata.raw}. */
    private static String textOf(JsonNode error) {
        String message =
                error.isTextual() ? error.textValue() : error.path("message").asText("no reason was given");
        JsonNode raw = error.path("metadata").path("raw");
        return raw.isTextual() ? message + " (" + raw.textValue() + ")" : message;
    }

    /** What a client of the host's is answered, where this call was made on the way to its answer. */
    @Override
    public OpenRouterException asAnswer() {
        return OpenRouterException.of(status, requireNonNull(getMessage()), null, code);
    }

    /** The HTTP status. */
    public int getStatus() {
        return status;
    }

    /** OpenRouter's code, or the gateway's own such as {@code upstream_unreachable}; null where there is none. */
    public @Nullable String getCode() {
        return code;
    }

    /** The error as it came, usually JSON. */
    public String getBody() {
        return body;
    }
}
