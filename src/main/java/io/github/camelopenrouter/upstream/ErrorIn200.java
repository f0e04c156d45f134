/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.error.ErrorEnvelope;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.UpstreamError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An error that came with status 200, as the answer it should have been. Its JSON stays as it is where it is an envelope,
 * with an {@code error} on top. One that stands elsewhere, in a choice, in a failed response, or flat as events of the
 * Responses API are, {@code {"type":"error","code","message"}}, is put into an envelope as it is: no client looks for the
 * message elsewhere in an answer.
 *
 * @param status what the error names
 */
record ErrorIn200(int status, byte[] body) {

    private static final byte[] OPENAI = "{\"error\":".getBytes(US_ASCII);
    private static final byte[] ANTHROPIC = "{\"type\":\"error\",\"error\":".getBytes(US_ASCII);

    private static final String FLAT = "";

    /** @param json says that it is an error, wherever */
    static ErrorIn200 of(byte[] json, Operation operation) throws IOException {
        JsonNode answer = treeOf(json);
        if (isGiven(answer.path("error"))) {
            return new ErrorIn200(new UpstreamError(answer.get("error")).status(), json);
        }
        String place = placeIn(answer);
        return place == null
                ? unexplained(operation.api())
                : new ErrorIn200(
                        new UpstreamError(answer.at(place)).status(), enveloped(valueAt(place, json), operation.api()));
    }

    /** Jackson's own complaint would quote the answer, and that goes into the log. */
    private static JsonNode treeOf(byte[] json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IOException("The answer is an error that is no JSON");
        }
    }

    /** Where the error stands, as a JSON pointer; null if nowhere. */
    private static @Nullable String placeIn(JsonNode answer) {
        if (isGiven(answer.at("/response/error"))) {
            return "/response/error";
        }
        for (int choice = 0; choice < answer.path("choices").size(); choice++) {
            String place = "/choices/" + choice + "/error";
            if (isGiven(answer.at(place))) {
                return place;
            }
        }
        boolean isAnswer = answer.has("response") || answer.has("choices") || answer.has("output");
        return isAnswer ? null : FLAT;
    }

    private static boolean isGiven(JsonNode error) {
        boolean isVoid = error.isBoolean() && !error.booleanValue()
                || error.isTextual() && error.textValue().isEmpty();
        return !error.isMissingNode() && !error.isNull() && !isVoid;
    }

    /** The value in this place byte for byte. */
    private static byte[] valueAt(String place, byte[] json) throws IOException {
        if (place.equals(FLAT)) {
            return json;
        }
        try (JsonParser parser = JSON.createParser(json)) {
            while (!isAt(place, parser)) {
                parser.nextToken(); // the tree has shown that it is there
            }
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            return Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset());
        }
    }

    private static boolean isAt(String place, JsonParser parser) {
        return !parser.hasToken(JsonToken.FIELD_NAME)
                && parser.getParsingContext().pathAsPointer().toString().equals(place);
    }

    private static byte[] enveloped(byte[] error, Api api) {
        ByteArrayOutputStream envelope = new ByteArrayOutputStream(error.length + ANTHROPIC.length + 1);
        envelope.writeBytes(api == Api.ANTHROPIC ? ANTHROPIC : OPENAI);
        envelope.writeBytes(error);
        envelope.write('}');
        return envelope.toByteArray();
    }

    /** For an answer whose finish reason or status says that there was an error, but not which. */
    private static ErrorIn200 unexplained(Api api) {
        OpenRouterException error =
                OpenRouterException.of(502, "The model failed, and OpenRouter does not say why.", null, null);
        return new ErrorIn200(error.status(), ErrorEnvelope.render(api, error, null));
    }
}
