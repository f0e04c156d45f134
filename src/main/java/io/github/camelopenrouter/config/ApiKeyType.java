/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.config.SettingType.WrongText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of the upstream, {@code label=key*weight,…}; label and weight may be left out. No message quotes an entry: any
 * part of it may be a key.
 *
 * <p>A key may hold {@code =}, also as its end. So what stands before the first one is a label only if it looks like one
 * (see {@link #LABEL}) and more than further {@code =} follows; otherwise it belongs to the key. Without a label the only
 * key is called {@code default}, one of several after its place, {@code key-2}.
 */
final class ApiKeyType {

    static final String ALLOWED =
            "a key of printable ASCII without spaces, commas and stars, or a comma-separated list of"
                    + " label=key*weight, labels and keys once each, a label being up to 32 lower-case letters, digits and hyphens"
                    + " that begin with a letter and not with sk-, a weight being above 0; without them it is key-1, key-2, …, and 1";

    /** Lower case, unlike most of a key's alphabets, and never what the keys of OpenRouter begin with. */
    private static final String LABEL = "(?!sk-)[a-z][a-z0-9-]{0,31}";

    private static final String PRINTABLE = "[\\x21-\\x7e&&[^,*]]+";

    private static final Pattern KEY = Pattern.compile(PRINTABLE);

    private static final Pattern ENTRY =
            Pattern.compile("(?:(" + LABEL + ")=(?==*[^=*]))?(" + PRINTABLE + ")(?:\\*(" + Weight.PATTERN + "))?");

    /** Somebody meant a label, but it is none: taken for a part of the key it would fail at the first call only. */
    private static final Pattern WRONG_LABEL = Pattern.compile("(?!" + LABEL + "=)[^=]*=sk-.*");

    private ApiKeyType() {}

    static SettingType<List<ApiKey>> list() {
        return SettingType.of(ALLOWED, text -> parse(List.of(text.split(",", -1))))
                .asSecret();
    }

    static List<ApiKey> parse(List<String> entries) {
        List<ApiKey> keys = new ArrayList<>();
        for (String entry : entries) {
            int number = keys.size() + 1;
            String defaultLabel = entries.size() == 1 ? ApiKey.DEFAULT_LABEL : "key-" + number;
            keys.add(parseEntry(entry.trim(), number, defaultLabel));
        }
        checkDistinct(keys);
        return List.copyOf(keys);
    }

    /** Whether the text may be a key, and is not where one stands. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches() && SecretReference.in(text).isEmpty();
    }

    /** Refuses what no list of keys, read from wherever, may hold. */
    static void checkAll(List<ApiKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            ApiKey key = keys.get(i);
            if (!isKey(key.key()) || !key.label().matches(LABEL) || !(key.weight() > 0)) {
                throw new WrongText("entry " + (i + 1));
            }
        }
        checkDistinct(keys);
    }

    private static void checkDistinct(List<ApiKey> keys) {
        Set<String> labels = new HashSet<>();
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!labels.add(keys.get(i).label())) {
                throw new WrongText("entry " + (i + 1) + " repeats a label");
            }
            if (!secrets.add(keys.get(i).key())) {
                throw new WrongText("entry " + (i + 1) + " repeats a key");
            }
        }
    }

    private static ApiKey parseEntry(String entry, int number, String defaultLabel) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches() || WRONG_LABEL.matcher(entry).matches()) {
            throw new WrongText("entry " + number);
        }
        String label = matcher.group(1) == null ? defaultLabel : matcher.group(1);
        try {
            return new ApiKey(label, matcher.group(2), Weight.parse(matcher.group(3)));
        } catch (IllegalArgumentException e) {
            throw new WrongText("entry " + number);
        }
    }
}
