/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.config.SettingType.WrongText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of the upstream as a setting writes them: each is the key itself or the source of one. Where the setting is
 * nothing but a source, what stands there is written like the setting: one key or several, also one a line.
 *
 * @param written in their order
 */
public record ApiKeyList(List<ApiKey> written) implements Sourced<List<ApiKey>> {

    public ApiKeyList {
        written = List.copyOf(written);
    }

    /**
     * Refuses keys that a setting could not hold.
     *
     * @param setting the full key, for the sentence
     * @throws SettingException with the sentence that stops a start
     */
    public static void check(String setting, List<ApiKey> keys) {
        try {
            if (keys.isEmpty()) {
                throw new WrongText("no key is left");
            }
            ApiKeyType.checkAll(keys);
        } catch (WrongText e) {
            throw new SettingException(setting + " has a wrong value, which is not shown (" + e.getMessage()
                    + "), but must be " + ApiKeyType.ALLOWED + ".");
        }
    }

    @Override
    public List<SecretReference> sources() {
        return written.stream().map(ApiKey::source).flatMap(Optional::stream).toList();
    }

    @Override
    public List<ApiKey> value(String setting, Map<SecretReference, String> contents) {
        List<ApiKey> keys = new ArrayList<>();
        for (ApiKey key : written) {
            Optional<SecretReference> source = key.source();
            if (source.isEmpty()) {
                keys.add(key);
            } else if (isWhole(key)) {
                return parse(setting, source.get(), requireNonNull(contents.get(source.get())));
            } else {
                String content = requireNonNull(contents.get(source.get()));
                keys.add(new ApiKey(key.label(), key(setting, source.get(), content), key.weight()));
            }
        }
        check(setting, keys);
        return List.copyOf(keys);
    }

    /** Without a label or weight of its own. */
    private boolean isWhole(ApiKey key) {
        return written.size() == 1 && key.equals(new ApiKey(ApiKey.DEFAULT_LABEL, key.key(), Weight.DEFAULT));
    }

    private static List<ApiKey> parse(String setting, SecretReference source, String content) {
        List<String> lines = content.lines().filter(line -> !line.isBlank()).toList();
        List<String> entries = lines.size() == 1 ? List.of(lines.get(0).split(",", -1)) : lines;
        try {
            List<ApiKey> keys = ApiKeyType.parse(entries);
            ApiKeyType.checkAll(keys);
            return keys;
        } catch (WrongText e) {
            throw refusal(
                    setting,
                    source,
                    "something else than keys (" + e.getMessage() + "): one a line, each " + ApiKeyType.ALLOWED);
        }
    }

    private static String key(String setting, SecretReference source, String content) {
        String key = content.trim();
        if (!ApiKeyType.isKey(key)) {
            throw refusal(
                    setting,
                    source,
                    "something else than a key: printable ASCII on one line, without spaces, commas and stars");
        }
        return key;
    }

    private static SettingException refusal(String setting, SecretReference source, String what) {
        return new SettingException(setting + " names " + source + ", which holds " + what + ".");
    }
}
