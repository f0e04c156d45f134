/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.kamelet.KameletFile.Property;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of Apache Camel's own Kamelet catalogue (its {@code script/validator/validator.go}) and some of ours, on every
 * file in {@code kamelets/}.
 */
class KameletRulesTest {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{\\??([A-Za-z0-9._-]+)(?:\\?nested=false)?(?::[^}]*)?}}");
    private static final Pattern DEPENDENCY = Pattern.compile("camel:[a-z0-9-]+|mvn:[\\w.-]+:[\\w.-]+:[\\w.-]+");
    private static final Pattern SECRET = Pattern.compile("(?i).*(apikey|password|secret|credential).*");
    private static final Set<String> SMALL_WORDS = Set.of("a", "an", "and", "for", "in", "of", "on", "or", "the", "to");
    private static final String ICON = "data:image/svg+xml;base64,";

    private static String version;

    @BeforeAll
    static void readVersion() throws Exception {
        Matcher pom = Pattern.compile("<artifactId>camel-openrouter</artifactId>\\s*<version>(.*?)<")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();
        version = pom.group(1);
    }

    static List<KameletFile> kamelets() {
        return KameletFile.all();
    }

    /** Those that stand behind a source. */
    static List<KameletFile> steps() {
        return kamelets().stream()
                .filter(kamelet -> !kamelet.type().equals("source"))
                .toList();
    }

    @Test
    void looksAtAllFilesAndTheyAreKamelets() {
        assertThat(kamelets()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(kamelet -> {
            assertThat(kamelet.file().toString()).endsWith(".kamelet.yaml");
            assertThat(kamelet.textAt("kind")).isEqualTo("Kamelet");
            assertThat(kamelet.textAt("apiVersion")).isEqualTo("camel.apache.org/v1");
        });
    }

    @Test
    void titlesAndDescriptionsTellTheKameletsApart() {
        assertThat(kamelets())
                .extracting(k -> k.textAt("spec", "definition", "title"))
                .doesNotHaveDuplicates();
        assertThat(kamelets())
                .extracting(k -> k.textAt("spec", "definition", "description"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void isNamedAfterItsFileAndItsType(KameletFile kamelet) {
        String type = kamelet.type();
        assertThat(kamelet.textAt("metadata", "name")).isEqualTo(kamelet.name()).startsWith("openrouter-");
        assertThat(type).isIn("action", "source", "sink");
        assertThat(kamelet.name()).endsWith("-" + type);
        assertThat(kamelet.textAt("spec", "definition", "title"))
                .endsWith(" " + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void hasTheAnnotationsOfTheCatalogue(KameletFile kamelet) {
        assertThat(kamelet.annotation("kamelet.support.level")).isIn("Preview", "Stable");
        assertThat(kamelet.annotation("catalog.version")).isEqualTo(version);
        assertThat(kamelet.annotation("provider")).isNotBlank();
        assertThat(kamelet.annotation("kamelet.group")).isNotBlank();
        assertThat(kamelet.annotation("kamelet.namespace")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void bringsItsIconAlong(KameletFile kamelet) {
        String icon = kamelet.annotation("kamelet.icon");
        assertThat(icon).startsWith(ICON);
        String svg = new String(Base64.getDecoder().decode(icon.substring(ICON.length())), StandardCharsets.UTF_8);
        assertThat(svg).startsWith("<svg").doesNotContain("href", "script");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void requiresOnlyWhatItDeclares(KameletFile kamelet) {
        List<String> required = kamelet.listAt("spec", "definition", "required").stream()
                .map(Object::toString)
                .toList();
        assertThat(required).doesNotHaveDuplicates();
        assertThat(names(kamelet)).containsAll(required);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void describesEveryProperty(KameletFile kamelet) {
        assertThat(kamelet.properties()).isNotEmpty().allSatisfy(property -> {
            assertThat(property.text("type")).isIn("string", "integer", "number", "boolean");
            assertThat(property.text("description")).endsWith(".");
            assertThat(property.text("title")).isNotBlank().doesNotMatch("(The|A|An) .*");
            assertThat(Arrays.stream(property.text("title").split(" ")).filter(word -> !SMALL_WORDS.contains(word)))
                    .allMatch(word -> Character.isUpperCase(word.charAt(0)));
        });
        assertThat(kamelet.properties()).extracting(p -> p.text("title")).doesNotHaveDuplicates();
        assertThat(kamelet.properties()).extracting(p -> p.text("description")).doesNotHaveDuplicates();
    }

    /** What stands beside the fields of a form; the rest is for the documents. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void saysInOneSentenceWhatItIsFor(KameletFile kamelet) {
        assertThat(Stream.concat(
                        Stream.of(kamelet.textAt("spec", "definition", "description")),
                        kamelet.properties().stream().map(property -> property.text("description"))))
                .allSatisfy(description -> assertThat(description)
                        .hasSizeBetween(1, 200)
                        .endsWith(".")
                        .doesNotContainPattern("[.;] "));
    }

    /** It would find one of the host's, or an environment variable such as PATH, where nothing is given. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void hasNoPlaceholderForAPropertyThatMayBeMissing(KameletFile kamelet) {
        List<?> required = kamelet.listAt("spec", "definition", "required");
        Set<String> missing = kamelet.properties().stream()
                .filter(property -> !required.contains(property.name()))
                .filter(property -> !property.schema().containsKey("default"))
                .map(Property::name)
                .collect(Collectors.toSet());

        assertThat(placeholders(kamelet)).noneMatch(missing::contains);
    }

    /** A form puts the defaults in by itself, and examples are what people copy. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void hasDefaultsAndExamplesThatAreValuesOfTheirProperties(KameletFile kamelet) {
        for (Property property : kamelet.properties()) {
            for (String key : List.of("default", "example")) {
                Object value = property.schema().get(key);
                if (value != null) {
                    assertThat(fits(property, value))
                            .as("%s of %s: %s", key, property.name(), value)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void marksSecretsAndAddresses(KameletFile kamelet) {
        assertThat(kamelet.properties()).allSatisfy(property -> {
            boolean secret = SECRET.matcher(property.name()).matches();
            assertThat(property.text("format")).isEqualTo(secret ? "password" : "");
            assertThat(property.list("x-descriptors").contains("urn:camel:group:credentials"))
                    .isEqualTo(secret);
            if (property.name().matches("(?i).*ur[il]")) {
                assertThat(property.text("pattern")).startsWith("^");
            }
        });
    }

    /** In its template or, which the catalogue's validator does not know, in the bean that asks the route. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void usesWhatItDeclaresAndDeclaresWhatItUses(KameletFile kamelet) throws Exception {
        Set<String> used = placeholders(kamelet);
        for (Object bean : kamelet.listAt("spec", "template", "beans")) {
            Map<?, ?> definition = (Map<?, ?>) bean;
            assertThat(used.remove(definition.get("name"))).isTrue();
            used.addAll(readBy(definition.get("type").toString()));
        }

        used.removeAll(Set.of(DoorFunction.NAME, "routeId")); // a function of properties, and what Camel itself adds
        assertThat(used).isEqualTo(new TreeSet<>(names(kamelet)));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void bringsItsDependencies(KameletFile kamelet) {
        List<String> dependencies = kamelet.listAt("spec", "dependencies").stream()
                .map(Object::toString)
                .toList();
        assertThat(dependencies)
                .doesNotHaveDuplicates()
                .contains("camel:kamelet", "mvn:io.github.camelopenrouter:camel-openrouter:" + version)
                .allMatch(dependency -> DEPENDENCY.matcher(dependency).matches());
        assertThat(components(kamelet))
                .allMatch(component ->
                        dependencies.contains("camel:" + component) || component.equals("openrouter-usage")); // our own
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void saysWhatGoesInAndWhatComesOut(KameletFile kamelet) {
        List<String> slots = kamelet.type().equals("source") ? List.of("out") : List.of("in", "out");
        assertThat(slots)
                .anySatisfy(slot ->
                        assertThat(kamelet.at("spec", "dataTypes", slot)).isPresent());
        for (String slot : slots) {
            kamelet.at("spec", "dataTypes", slot).ifPresent(given -> {
                String preferred = kamelet.textAt("spec", "dataTypes", slot, "default");
                assertThat(kamelet.textAt("spec", "dataTypes", slot, "types", preferred, "mediaType"))
                        .contains("/");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void beginsAndEndsAsItsTypeDoes(KameletFile kamelet) {
        List<String> uris = uris(kamelet);
        if (kamelet.type().equals("source")) {
            assertThat(uris).last().isEqualTo("kamelet:sink");
        } else {
            assertThat(uris).first().isEqualTo("kamelet:source");
        }
    }

    /** What steers Camel's components is removed before anything is called. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void removesCamelsHeadersFirst(KameletFile kamelet) {
        if (!kamelet.type().equals("source")) {
            assertThat(kamelet.listAt("spec", "template", "from", "steps"))
                    .first()
                    .asString()
                    .startsWith("{removeHeader")
                    .contains("Camel");
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void carriesTheLicence(KameletFile kamelet) {
        assertThat(kamelet.text()).startsWith("# Licensed under the Apache License, Version 2.0");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void isReadByCamel(KameletFile kamelet) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        try {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + kamelet.file()));
            assertThat(context.getRouteTemplateDefinition(kamelet.name())).isNotNull();
        } finally {
            context.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void isInTheJar(KameletFile kamelet) {
        assertThat(Thread.currentThread()
                        .getContextClassLoader()
                        .getResource("kamelets/" + kamelet.file().getFileName()))
                .isNotNull();
    }

    private static boolean fits(Property property, Object value) {
        boolean typed = switch (property.text("type")) {
            case "integer" -> value instanceof Integer;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            default -> value instanceof String;
        };
        List<?> words = property.list("enum");
        String pattern = property.text("pattern");
        return typed
                && (words.isEmpty() || words.contains(value))
                && (pattern.isEmpty()
                        || Pattern.compile(pattern).matcher(value.toString()).find());
    }

    private static Set<String> placeholders(KameletFile kamelet) {
        Set<String> placeholders = new TreeSet<>();
        kamelet.forEachTextOfTheTemplate(
                text -> PLACEHOLDER.matcher(text).results().forEach(match -> placeholders.add(match.group(1))));
        return placeholders;
    }

    /** What the bean asks its route for. */
    private static Set<String> readBy(String type) throws Exception {
        Object bean = Class.forName(type.substring("#class:".length()))
                .getConstructor()
                .newInstance();
        Set<String> read = new TreeSet<>();
        if (bean instanceof GatewayStep step) {
            Map<String, Object> nothing = new HashMap<>() {
                @Override
                public Object get(Object key) {
                    read.add(key.toString());
                    return null;
                }
            };
            step.setCamelContext(new DefaultCamelContext());
            TemplateParameters given = new TemplateParameters(step.context(), nothing, true);
            read.clear();
            step.configure(given);
        }
        return read;
    }

    private static List<String> names(KameletFile kamelet) {
        return kamelet.properties().stream().map(Property::name).toList();
    }

    private static List<String> uris(KameletFile kamelet) {
        return Pattern.compile("(?m)^\\s+(?:- )?(?:uri|to): \"?([a-z][a-z-]*:[^\"\\s]*)\"?$")
                .matcher(kamelet.text())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static Set<String> components(KameletFile kamelet) {
        return uris(kamelet).stream().map(uri -> uri.split(":", 2)[0]).collect(Collectors.toSet());
    }
}
