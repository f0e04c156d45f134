/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Undoes what Camel 4.18 does to a Kamelet's values in a Pipe, and in a dynamic URI whose parameters are not in the order
 * of the alphabet: it encodes them for a URL and hands them on so (CAMEL-23594, mended later).
 *
 * <p>Nothing is decoded by its looks: {@code C++} can be a text or two encoded blanks. All values of a URI are encoded or
 * none is, so one value that cannot be what its user wrote proves it for all: a model's name has no {@code %} in it, and no
 * address begins with {@code https%3A}. Without such a proof all values are taken as they are.
 */
final class UriEncoding {

    private static final Pattern ESCAPE = Pattern.compile(".*%[0-9A-Fa-f]{2}.*");
    private static final Map<String, Pattern> PROOFS = Map.of(
            "model", ESCAPE,
            "fallbacks", ESCAPE,
            "baseUrl", Pattern.compile("https?%3A.*"),
            "responseFormat", Pattern.compile("(?:%7B|resource%3A).*"),
            "systemPrompt", Pattern.compile("resource%3A.*"));
    /** Whatever an encoder leaves. Possessive: what may be given back takes stack for each character of a prompt. */
    private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9.*_~+-]|%[0-9A-Fa-f]{2})*+");

    private final boolean encoded;
    private final ConfiguredValues configured;

    /**
     * That of the URI in a step.
     *
     * @param given the step's values, those of the URI and those that the application's properties add
     */
    UriEncoding(Map<String, Object> given, ConfiguredValues configured) {
        this.configured = configured;
        this.encoded = PROOFS.entrySet().stream()
                .flatMap(proof -> Stream.ofNullable(given.get(proof.getKey()))
                        .map(Object::toString)
                        .filter(value -> proof.getValue().matcher(value).matches()))
                .anyMatch(value -> !configured.contain(value));
    }

    /** The value as its user wrote it, who may have written blanks. */
    String decodedText(String value) {
        return isEncoded(value) ? URLDecoder.decode(value, StandardCharsets.UTF_8) : value;
    }

    /** The value as its user wrote it, who cannot have written blanks: a plus in a key is one. */
    String decodedName(String value) {
        return isEncoded(value) ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8) : value;
    }

    private boolean isEncoded(String value) {
        return encoded && ENCODED.matcher(value).matches() && !configured.contain(value);
    }
}
