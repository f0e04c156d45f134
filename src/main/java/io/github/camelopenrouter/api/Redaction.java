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

    private static final String MASK = "***";
    private static final String KEY = KEY_PREFIX + "[A-Za-z0-9_-]+";
    private static final Pattern WORD = Pattern.compile("\\b" + KEY);
    private static final Pattern ANYWHERE = Pattern.compile("(\\bork-|" + KEY_PREFIX + ")[A-Za-z0-9_-]+");

    /** Wider, for upstreams that repeat the key they refuse: a bearer token need not look like a key of ours. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(bearer +(?:sk-)?|sk-)[\\w.~+/-]{8,}");

    /** Of a client's words that stay for years: keys of the gateway's own, and a bearer token however short. */
    private static final Pattern CLIENTS =
            Pattern.compile("(?i)(bearer(?:[\\s:+]|%20)+)[^\\s,;\"]+|(\\bork-|sk-)[\\w-]+");

    private Redaction() {}

    /** Masks keys that stand as a word of their own, as in the text of a setting. */
    public static String maskKeys(String text) {
        return WORD.matcher(text).replaceAll(KEY_PREFIX + MASK);
    }

    /** Masks keys also in the middle of a word, as in the name of a model that somebody has made up. */
    public static String maskKeysAnywhere(String text) {
        return ANYWHERE.matcher(text).replaceAll("$1" + MASK);
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
