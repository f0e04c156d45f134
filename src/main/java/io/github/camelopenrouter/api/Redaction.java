/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.util.regex.Pattern;

/** What looks like a secret, in text that is to be shown: who shows text from outside masks it by one of these rules. */
public final class Redaction {

    /** How the keys of OpenRouter, OpenAI and Anthropic begin. */
    public static final String KEY_PREFIX = "sk-";

    /** How the gateway's own begin; a word of a client's may, too. */
    public static final String OWN_PREFIX = "ork-";

    private static final String MASK = "***";

    /** As much of it as is needed to know one. */
    private static final int MOST_OF_A_KEY = 64;

    /** So many letters and digits behind it no word has; a key may have been cut. */
    private static final String OWN = "\\b" + OWN_PREFIX + "(?=[0-9A-Za-z]{16})|" + OWN_PREFIX + "(?=[0-9A-Za-z]{40})";

    private static final String REST = "[A-Za-z0-9_-]+";
    private static final Pattern WORD = Pattern.compile("(\\b" + KEY_PREFIX + "|" + OWN + ")" + REST);
    private static final Pattern ANYWHERE = Pattern.compile("(" + KEY_PREFIX + "|" + OWN + ")" + REST);

    /** Wider, for upstreams that repeat the key they refuse: a bearer token need not look like a key of ours. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)(bearer +(?:sk-|ork-)?|sk-|" + OWN + ")[\\w.~+/-]{8,}");

    /** Of a client's words that stay for years: keys of the gateway's own, and a bearer token however short. */
    private static final Pattern CLIENTS =
            Pattern.compile("(?i)(bearer(?:[\\s:+]|%20)+)[^\\s,;\"]+|(\\bork-|sk-)[\\w-]+");

    private Redaction() {}

    /** Masks keys that stand as a word of their own, as in the text of a setting. */
    public static String maskKeys(String text) {
        return WORD.matcher(text).replaceAll("$1" + MASK);
    }

    /** Masks keys also in the middle of a word, as in the name of a model that somebody has made up. */
    public static String maskKeysAnywhere(String text) {
        return ANYWHERE.matcher(text).replaceAll("$1" + MASK);
    }

    /** The beginning of what others have written, in which no key stands, also where it is cut in the middle of one. */
    public static String start(String text, int longest) {
        boolean isLong = text.length() > longest;
        if (!text.contains(KEY_PREFIX) && !text.contains(OWN_PREFIX)) {
            return isLong ? text.substring(0, longest) : text;
        }
        String masked =
                maskKeysAnywhere(isLong ? text.substring(0, Math.min(text.length(), longest + MOST_OF_A_KEY)) : text);
        return masked.length() > longest ? masked.substring(0, longest) : masked;
    }

    /** Masks keys, those of the gateway too, and bearer tokens in what a client has chosen, as the name of a model. */
    public static String maskClientsWords(String text) {
        return CLIENTS.matcher(text).replaceAll("$1$2" + MASK);
    }

    /** Masks keys and bearer tokens, as in the body of an error. */
    public static String maskCredentials(String text) {
        return CREDENTIALS.matcher(text).replaceAll("$1" + MASK);
    }
}
