/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.api.Redaction;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * What may be repeated of an exception's text. Camel puts into it what placeholders stand for, and that may be a secret:
 * so a word is repeated only where it stands in the file itself, or is one of a language and no value of the
 * application's.
 */
final class RepeatableText {

    private static final String MASK = "***";

    /** Innermost ones. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

    /** What an endpoint is given. */
    private static final Pattern QUERY = Pattern.compile("([a-zA-Z][\\w+.-]*:[^\\s?]*)\\?\\S*");

    /** Written into a file by somebody who did not know better. */
    private static final Pattern NAMED_SECRET =
            Pattern.compile("(?i)([\\w.-]*(?:password|passphrase|secret|token|key|credential)[\\w.-]*=)[^\\s,}\\])]+");

    private static final Pattern USER_INFO = Pattern.compile("//\\S*@");

    private static final Pattern WORD = Pattern.compile("[^\\s\"'`/:\\[\\](){}<>,;=?&|]+");

    /** Of a language or of a class; the place of something in a text. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}$_]+(?:[.-][\\p{L}$_]+)*+|\\d{1,4}|[^\\p{L}\\d]+");

    /** Less is in every text. */
    private static final int SHORTEST_VALUE = 3;

    private final Set<String> words;
    private final List<Pattern> values;

    private RepeatableText(String file, Stream<String> values) {
        words = WORD.matcher(file).results().map(RepeatableText::word).collect(Collectors.toSet());
        this.values = values.flatMap(RepeatableText::forms)
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST_VALUE && !stands(value))
                .filter(value -> !value.matches("true|false|\\d{1,3}"))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(value -> Pattern.compile("(?i)(?<![\\p{L}\\d])" + Pattern.quote(value) + "(?![\\p{L}\\d])"))
                .toList();
    }

    /** Where the failure is about a file. */
    static RepeatableText about(Collection<RouteFileText> files, CamelContext context) {
        String file = files.stream().map(RouteFileText::text).collect(Collectors.joining("\n"));
        return new RepeatableText(file, Stream.concat(valuesOf(context), valuesIn(file, context)));
    }

    String of(String text) {
        String shown =
                NAMED_SECRET.matcher(QUERY.matcher(text).replaceAll("$1")).replaceAll("$1" + MASK);
        for (Pattern value : values) {
            shown = value.matcher(shown).replaceAll(MASK);
        }
        shown = WORD.matcher(USER_INFO.matcher(shown).replaceAll("//" + MASK + "@"))
                .replaceAll(this::repeated);
        return Redaction.maskKeys(shown);
    }

    private boolean stands(String value) {
        return WORD.matcher(value).results().map(RepeatableText::word).allMatch(words::contains);
    }

    private String repeated(MatchResult found) {
        String word = word(found);
        boolean known = words.contains(word) || PLAIN.matcher(word).matches();
        return Matcher.quoteReplacement(known ? found.group() : MASK);
    }

    /** Without the end of a sentence. */
    private static String word(MatchResult found) {
        return found.group().replaceFirst("[.!]+$", "");
    }

    private static Stream<String> valuesOf(CamelContext context) {
        return Stream.of(
                        context.getPropertiesComponent().loadProperties().values(),
                        System.getProperties().values(),
                        System.getenv().values())
                .flatMap(Collection::stream)
                .map(Objects::toString);
    }

    /** A vault's are among no properties. */
    private static Stream<String> valuesIn(String file, CamelContext context) {
        return PLACEHOLDER
                .matcher(file)
                .results()
                .map(MatchResult::group)
                .distinct()
                .map(value(context));
    }

    private static Function<String, String> value(CamelContext context) {
        return placeholder -> {
            try {
                return Objects.toString(context.resolvePropertyPlaceholders(placeholder), "");
            } catch (RuntimeException e) {
                return ""; // it may be what the failure is about
            }
        };
    }

    /** As it is, and what becomes of it in a URI, which takes a part of it for a name where it is not encoded. */
    private static Stream<String> forms(String value) {
        return Stream.concat(
                Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8), decoded(value)),
                Stream.of(value.split("[&=?]")).map(RepeatableText::decoded));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
