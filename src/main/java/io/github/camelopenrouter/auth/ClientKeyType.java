/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SettingType.WrongText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list {@code label=sha256-hex,…}. Treated as a secret: somebody will put the key itself where its hash belongs,
 * and that must not end up in a log.
 */
final class ClientKeyType {

    static final String ALLOWED =
            "a comma-separated list of label=hash, labels and hashes once each, the hash being the"
                    + " key's SHA-256 in 64 hexadecimal digits";

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9._-]+)=([0-9A-Fa-f]{64})");

    private ClientKeyType() {}

    static List<ClientKey> parse(String text) {
        List<ClientKey> keys = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            keys.add(parseEntry(entry.trim(), keys.size() + 1));
        }
        checkDistinct(keys);
        return List.copyOf(keys);
    }

    static void checkDistinct(List<ClientKey> keys) {
        Set<String> labels = new HashSet<>();
        Set<ByteBuffer> hashes = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!labels.add(keys.get(i).label())) {
                throw new WrongText("entry " + (i + 1) + " repeats a label");
            }
            if (!hashes.add(ByteBuffer.wrap(keys.get(i).sha256()))) {
                throw new WrongText("entry " + (i + 1) + " repeats a hash");
            }
        }
    }

    private static ClientKey parseEntry(String entry, int number) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()) {
            throw new WrongText("entry " + number);
        }
        return new ClientKey(matcher.group(1), HexFormat.of().parseHex(matcher.group(2)));
    }
}
