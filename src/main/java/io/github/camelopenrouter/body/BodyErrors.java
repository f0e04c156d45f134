/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.camelopenrouter.error.OpenRouterException;

/**
 * The sentences with which a body is refused: what is wrong and where, never the body's content (it may be private, and
 * ends in logs) and never a class name.
 */
final class BodyErrors {

    private static final int SHOWN_KEY = 64;

    /** Jackson's words for NaN, Infinity and -Infinity. */
    private static final String NO_NUMBER = "Non-standard token";

    private BodyErrors() {}

    static OpenRouterException noObject(boolean empty) {
        String message = empty
                ? "The request body is empty; it must be a JSON object."
                : "The request body must be a JSON object.";
        return OpenRouterException.invalidRequest(message, null);
    }

    static OpenRouterException notUtf8(int at) {
        return OpenRouterException.invalidRequest("The request body is not valid UTF-8 (at byte " + at + ").", null);
    }

    static OpenRouterException afterTheObject(int at) {
        return OpenRouterException.invalidRequest(
                "The request body goes on after the end of its JSON object (at byte " + at + ").", null);
    }

    static OpenRouterException keyTwice(String key) {
        String shown = key.length() <= SHOWN_KEY ? key : key.substring(0, SHOWN_KEY) + "...";
        return OpenRouterException.invalidRequest("The request body holds '" + shown + "' more than once.", shown);
    }

    static OpenRouterException tooManyValues(int most) {
        return OpenRouterException.invalidRequest("The request body holds more than " + most + " values.", null);
    }

    static OpenRouterException notJson(JsonProcessingException problem, JsonParser parser) {
        JsonLocation known = problem.getLocation();
        JsonLocation at = known == null ? parser.currentLocation() : known;
        String where = " (at line " + at.getLineNr() + ", column " + at.getColumnNr() + ").";
        return OpenRouterException.invalidRequest(what(problem, parser) + where, null);
    }

    private static String what(JsonProcessingException problem, JsonParser parser) {
        if (problem instanceof StreamConstraintsException) {
            return parser.getParsingContext().getNestingDepth() > Json.MAX_NESTING
                    ? "The request body is nested deeper than " + Json.MAX_NESTING + " levels"
                    : "The request body holds a number with too many digits";
        }
        if (problem.getOriginalMessage().startsWith(NO_NUMBER)) {
            return "The request body holds NaN or an infinite number, which JSON does not have";
        }
        return problem instanceof JsonEOFException
                ? "The request body ends in the middle of its JSON"
                : "The request body is not valid JSON";
    }
}
