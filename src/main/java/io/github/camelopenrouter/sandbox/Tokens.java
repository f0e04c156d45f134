/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Counting and cutting of text the sandbox way: four characters of input, or one word of output, are a token. */
final class Tokens {

    private static final int CHARACTERS = 4;
    /** Long words (JSON without blanks) are cut so that they stream too. */
    private static final int LONGEST_WORD = 16;

    private Tokens() {}

    /** All text in the tree; images count as if they were short. */
    static int of(JsonNode node) {
        if (node.isTextual()) {
            return of(node.asText().startsWith("data:") ? "image" : node.asText());
        }
        int tokens = node.isNumber() ? 1 : 0;
        for (JsonNode child : node) {
            tokens += of(child);
        }
        return tokens;
    }

    static int of(String text) {
        return (text.length() + CHARACTERS - 1) / CHARACTERS;
    }

    /** Cuts before every blank, as models do; joined again the words are the text. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int begin = 0;
        for (int at = 1; at <= text.length(); at++) {
            boolean full = at - begin >= LONGEST_WORD && !Character.isLowSurrogate(charAt(text, at));
            if (at == text.length() || full || text.charAt(at) == ' ') {
                words.add(text.substring(begin, at));
                begin = at;
            }
        }
        return words;
    }

    private static char charAt(String text, int at) {
        return at < text.length() ? text.charAt(at) : ' ';
    }
}
