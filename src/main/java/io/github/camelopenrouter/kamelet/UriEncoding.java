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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Undoes what Camel 4.18 does to a Kamelet's values in a Pipe, and in a dynamic URI whose parameters are not in the order
 * of the alphabet: it encodes them for a URL and hands them on so (CAMEL-23594, mended later).
 *
 * <p>Nothing is decoded by its looks: {@code C++} can be a text or two encoded blanks. All values of a URI are encoded or
 * none is, so one value that cannot be what its user wrote proves it for all: a model's name has no {@code %} in it, and no
 * address begins with {@code https%3A}. Without such a proof all values are taken as they are. What comes from the
 * application's properties is never in a URI.
 */
final class UriEncoding {

    private static final Pattern ESCAPE = Pattern.compile(".*%[0-9A-Fa-f]{2}.*");
    private static final Map<String, Pattern> PROOFS = Map.of(
            "model", ESCAPE,
            "fallbacks", ESCAPE,
            "baseUrl", Pattern.compile("https?%3A.*"),
            "responseFormat", Pattern.compile("(?:%7B|resource%3A).*"),
            "systemPrompt", Pattern.compile("resource%3A.*"));
    /** Whatever an encoder leaves. */
    private static final Pattern ENCODED = Pattern.compile("(?:[A-Za-z0-9.*_~+-]|%[0-9A-Fa-f]{2})*");

    private static final String PROPERTIES = "camel.kamelet.";
    private static final String VARIABLES = "CAMEL_KAMELET_";

    private final boolean encoded;
    private final Collection<?> configured;

    private UriEncoding(boolean encoded, Collection<?> configured) {
        this.encoded = encoded;
        this.configured = configured;
    }

    static UriEncoding of(CamelContext context, Map<String, Object> given) {
        List<String> proofs = PROOFS.entrySet().stream()
                .flatMap(proof -> Stream.ofNullable(given.get(proof.getKey()))
                        .map(Object::toString)
                        .filter(value -> proof.getValue().matcher(value).matches()))
                .toList();
        if (proofs.isEmpty()) {
            return new UriEncoding(false, List.of());
        }
        Set<String> configured = configured(context);
        return new UriEncoding(!configured.containsAll(proofs), configured);
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
        return encoded && !configured.contains(value) && ENCODED.matcher(value).matches();
    }

    private static Set<String> configured(CamelContext context) {
        Properties properties = context.getPropertiesComponent().loadProperties(name -> name.startsWith(PROPERTIES));
        Stream<String> variables = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(VARIABLES))
                .map(Map.Entry::getValue);
        return Stream.concat(properties.values().stream().map(Object::toString), variables)
                .collect(Collectors.toSet());
    }
}
