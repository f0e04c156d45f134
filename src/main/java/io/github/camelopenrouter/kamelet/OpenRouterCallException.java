/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.api.Redaction;
import io.github.camelopenrouter.error.CallCutException;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A call that OpenRouter has refused, that failed, or that the gateway did not even make: for the host's own error
 * handler. The message holds status, code and OpenRouter's text.
 */
public final class OpenRouterCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_TEXT = 2_000;

    private final int status;
    private final @Nullable String code;
    private final String body;

    private OpenRouterCallException(int status, @Nullable String code, String text, String body) {
        super("The call to OpenRouter failed with status " + status + (code == null ? "" : ", code " + code) + ": "
                + (text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text));
        this.status = status;
        this.code = code;
        this.body = body;
    }

    /** The answer with this status and body. */
    static OpenRouterCallException of(int status, String body) {
        String shown = Redaction.maskCredentials(body);
        return of(status, Json.readLeniently(shown).path("error"), shown);
    }

    /** The gateway's own refusal. */
    static OpenRouterCallException of(OpenRouterException refusal) {
        byte[] envelope = ErrorEnvelope.render(Api.OPENAI, refusal, null);
        return of(refusal.status(), new String(envelope, StandardCharsets.UTF_8));
    }

    /** An answer that ended before it was whole; if the gateway itself has cut it off, it says why. */
    static OpenRouterCallException brokenOff(IOException failure) {
        return of(
                failure instanceof CallCutException cut
                        ? cut.reason()
                        : OpenRouterException.badGateway("OpenRouter's answer broke off: " + failure.getMessage()));
    }

    /** An answer of status 200 that holds this error; its code may name a better status. */
    static OpenRouterCallException inAnswer(JsonNode error, String body) {
        int code = error.path("code").asInt(0);
        JsonNode shown = Json.readLeniently(Redaction.maskCredentials(error.toString()));
        return of(code >= 400 && code <= 599 ? code : 502, shown, Redaction.maskCredentials(body));
    }

    private static OpenRouterCallException of(int status, JsonNode error, String body) {
        JsonNode code = error.path("code");
        return new OpenRouterCallException(
                status, code.isNull() || code.isMissingNode() ? null : code.asText(), textOf(error), body);
    }

    /** Source: OpenRouter says what happened in {@code message}, and what the provider said in {@code metadata.raw}. */
    private static String textOf(JsonNode error) {
        String message =
                error.isTextual() ? error.textValue() : error.path("message").asText("no reason was given");
        JsonNode raw = error.path("metadata").path("raw");
        return raw.isTextual() ? message + " (" + raw.textValue() + ")" : message;
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
