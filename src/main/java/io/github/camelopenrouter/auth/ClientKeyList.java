/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SecretReference;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import io.github.camelopenrouter.config.Sourced;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of clients as a setting writes them: the list itself, or a source where it stands, also with one entry a line.
 *
 * @param written empty where there is a source
 */
public record ClientKeyList(
        List<ClientKey> written, @Nullable SecretReference source) implements Sourced<List<ClientKey>> {

    /** Nobody's. */
    static final ClientKeyList NONE = new ClientKeyList(List.of(), null);

    public ClientKeyList {
        written = List.copyOf(written);
    }

    static SettingType<ClientKeyList> type() {
        return SettingType.of(ClientKeyType.ALLOWED, ClientKeyList::parse).asSecret();
    }

    private static ClientKeyList parse(String text) {
        Optional<SecretReference> source = SecretReference.in(text);
        return source.map(reference -> new ClientKeyList(List.of(), reference))
                .orElseGet(() -> new ClientKeyList(ClientKeyType.parse(text), null));
    }

    /** Whether it says anything. */
    boolean isEmpty() {
        return written.isEmpty() && source == null;
    }

    /**
     * Refuses keys that a setting could not hold.
     *
     * @param setting the full key, for the sentence
     * @throws SettingException with the sentence that stops a start
     */
    static void check(String setting, List<ClientKey> keys) {
        try {
            ClientKeyType.checkDistinct(keys);
        } catch (WrongText e) {
            throw new SettingException(setting + " has a wrong value, which is not shown (" + e.getMessage()
                    + "), but must be " + ClientKeyType.ALLOWED + ".");
        }
    }

    @Override
    public List<SecretReference> sources() {
        return source == null ? List.of() : List.of(source);
    }

    @Override
    public List<ClientKey> value(String setting, Map<SecretReference, String> contents) {
        if (source == null) {
            return written;
        }
        String list = Arrays.stream(Objects.requireNonNull(contents.get(source)).split("[\\n\\r,]+"))
                .filter(entry -> !entry.isBlank())
                .collect(Collectors.joining(","));
        try {
            return ClientKeyType.parse(list);
        } catch (WrongText e) {
            throw new SettingException(setting + " names " + source + ", which holds something else than client keys ("
                    + e.getMessage() + "): " + ClientKeyType.ALLOWED + ".");
        }
    }
}
