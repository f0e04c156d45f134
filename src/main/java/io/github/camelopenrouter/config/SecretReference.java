/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Optional;
import java.util.Set;

/**
 * Where a secret stands that a setting does not hold itself, for example {@code file:/run/secrets/key}.
 *
 * @param scheme the kind of the source, {@code file}
 * @param name what the source knows it by
 */
public record SecretReference(String scheme, String name) {

    public static final String FILE = "file";

    /** Those to come are taken now: a name of theirs must never go up as if it were a key. */
    private static final Set<String> SCHEMES = Set.of(FILE, "vault", "aws", "gcp", "azure");

    /** Empty where the text is the secret itself. */
    public static Optional<SecretReference> in(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && colon < text.length() - 1 && SCHEMES.contains(text.substring(0, colon))
                ? Optional.of(new SecretReference(text.substring(0, colon), text.substring(colon + 1)))
                : Optional.empty();
    }

    static SecretReference file(String path) {
        return new SecretReference(FILE, path);
    }

    /** As a setting would name it. */
    String text() {
        return scheme + ":" + name;
    }

    /** As sentences and health name it. */
    @Override
    public String toString() {
        return scheme.equals(FILE)
                ? "the file \"" + Redacted.of(name) + "\""
                : "the secret \"" + Redacted.of(text()) + "\"";
    }
}
