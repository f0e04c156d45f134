/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One notification as receivers get it, each text in one line and bounded: a client may have chosen a part of it.
 *
 * @param state {@code firing} or {@code resolved}
 * @param since when it has begun, RFC 3339
 * @param value what was measured, empty where nothing was
 * @param threshold what it was held against, empty where there is none
 * @param key the same for the firing and for the resolve that belongs to it
 */
record AlertMessage(
        String alert,
        String state,
        String subject,
        String since,
        String text,
        String value,
        String threshold,
        String node,
        String key) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 1000;
    private static final int KEY_BYTES = 16;

    /** @throws IOException if the body is no JSON */
    static AlertMessage parse(byte[] body) throws IOException {
        JsonNode json = JSON.readTree(body);
        String alert = json.path("alert").asText();
        String subject = json.path("subject").asText();
        return new AlertMessage(
                oneLine(alert, LONGEST_NAME),
                oneLine(json.path("state").asText(), LONGEST_NAME),
                oneLine(subject, LONGEST_NAME),
                oneLine(json.path("since").asText(), LONGEST_NAME),
                oneLine(json.path("text").asText(), LONGEST_TEXT),
                oneLine(json.path("value").asText(""), LONGEST_NAME),
                oneLine(json.path("threshold").asText(""), LONGEST_NAME),
                oneLine(json.path("node").asText(), LONGEST_NAME),
                keyOf(alert, subject));
    }

    boolean isFiring() {
        return !state.equals("resolved");
    }

    /** What somebody reads first: {@code firing: budget: team-a}. */
    String title() {
        return state + ": " + alert + (subject.isEmpty() ? "" : ": " + subject);
    }

    /** What else there is, by its name, without what is empty. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Since", since);
        facts.put("Value", value);
        facts.put("Threshold", threshold);
        facts.put("Machine", node);
        facts.put("Incident", key);
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    /** With an ellipsis where it does not fit, by code points, so that no character is cut in two. */
    static String bounded(String text, int longest) {
        return bounded(text, longest, UnaryOperator.identity());
    }

    /** @param longest what is written for the text, by {@code written}, a character after the other */
    static String bounded(String text, int longest, UnaryOperator<String> written) {
        String all = written.apply(text);
        if (all.length() <= longest) {
            return all;
        }
        StringBuilder fits = new StringBuilder();
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            String next = written.apply(Character.toString(text.codePointAt(at)));
            if (fits.length() + next.length() >= longest) {
                break;
            }
            fits.append(next);
        }
        return fits.append('…').toString();
    }

    /** Control characters, and those of Unicode that turn lines around or hide, are blanks. */
    private static String oneLine(String text, int longest) {
        return bounded(
                text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", " ").strip(), longest);
    }

    private static String keyOf(String alert, String subject) {
        return bounded(alert.replaceAll("[^A-Za-z0-9-]", "-"), LONGEST_NAME) + "-"
                + Sha256.hex(alert + "\n" + subject, KEY_BYTES);
    }
}
