/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * What is given to a Kamelet for one step, as its user has written it: in the route, or for all steps as properties of the
 * application.
 *
 * <p>It is read from the route that Camel has made for the step, not by the template's placeholders. Where nothing is given
 * these find a host's property or an environment variable of the same name ({@code PATH}), unless each has a default that a
 * form then takes for a wrong number; and what they find they read again, so that a text with braces, or one that begins
 * like a reference to a bean, stops the start.
 */
final class TemplateParameters {

    /** As Camel writes them: braces that a JSON text ends with are none. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");
    /** Camel's own sign for a value that is taken as it is. */
    private static final Pattern RAW = Pattern.compile("(?s)RAW(?:\\((.*)\\)|\\{(.*)})");

    private static final String BRACES = "{{";
    private static final String RESOURCE = "resource:";

    private final CamelContext context;
    private final Map<String, Object> given;
    private final ConfiguredValues configured;
    private final UriEncoding encoding;
    private final boolean isWritten;

    /** @param isWritten whether the integrator has written all of it, and no message had a word in it */
    TemplateParameters(CamelContext context, Map<String, Object> given, boolean isWritten) {
        this.context = context;
        this.given = given;
        this.isWritten = isWritten;
        this.configured = new ConfiguredValues(context);
        this.encoding = new UriEncoding(given, configured);
    }

    /**
     * Those of a Kamelet's route.
     *
     * @throws IllegalStateException if the route was not made of a Kamelet
     */
    static TemplateParameters ofRoute(CamelContext context, String routeId) {
        ModelCamelContext model = (ModelCamelContext) context;
        RouteDefinition route = model.getRouteDefinition(routeId);
        if (route == null || route.getTemplateParameters() == null) {
            throw new IllegalStateException("The route " + routeId + " was not made of a Kamelet.");
        }
        boolean isWritten = !mayServe(context) || WrittenInRoute.isSo(model, route);
        return new TemplateParameters(context, route.getTemplateParameters(), isWritten);
    }

    /** The name of the Kamelet. */
    String kamelet() {
        return String.valueOf(given.get("templateId"));
    }

    /** Whether a message can have come: some routes start before others. */
    private static boolean mayServe(CamelContext context) {
        return context.getStatus() != ServiceStatus.Initializing && context.getStatus() != ServiceStatus.Initialized;
    }

    /** A word, a name, an address or a key; null where nothing is given. */
    @Nullable
    String value(String property) {
        return given(property, encoding::decodedName);
    }

    /**
     * A text, or what stands in the resource that it names, for example {@code resource:classpath:prompt.txt}.
     *
     * @throws SettingException if there is no such resource, or a message may have named it
     */
    @Nullable
    String text(String property) {
        String text = given(property, encoding::decodedText);
        if (text == null || !text.startsWith(RESOURCE)) {
            return text;
        }
        if (isOfAMessage(property)) {
            throw refusal(property, "names a resource", "name it in a to, or in the application's properties");
        }
        return read(property, text);
    }

    /** Whether a message may have had a word in it: it is given, by a dynamic URI. */
    boolean isOfAMessage(String property) {
        Object value = given.get(property);
        return value != null && !isOfTheIntegrator(value.toString());
    }

    /** What must not be done for whoever may have sent it; it is not repeated. */
    static SettingException refusal(String property, String deed, String advice) {
        return new SettingException("The Kamelet property " + property + " " + deed
                + " in a dynamic URI, in which a message may have had a word: " + advice + ".");
    }

    @Nullable
    BigDecimal decimal(String property) {
        return KameletProperty.decimal(property, value(property));
    }

    @Nullable
    Integer positive(String property) {
        return KameletProperty.positive(property, value(property));
    }

    List<String> names(String property) {
        return KameletProperty.names(given(property, encoding::decodedText));
    }

    <E extends Enum<E>> E word(String property, Class<E> type, E otherwise) {
        return KameletProperty.word(property, value(property), type, otherwise);
    }

    /** As in a URI, placeholders are resolved in {@code RAW()} too. */
    private @Nullable String given(String property, UnaryOperator<String> decoding) {
        Object value = given.get(property);
        if (value == null) {
            return null;
        }
        String written = value.toString();
        String text = decoding.apply(written);
        if (text.contains(BRACES) && isOfTheIntegrator(written)) {
            text = resolved(property, text);
        }
        Matcher raw = RAW.matcher(text.strip());
        if (raw.matches()) {
            return KameletProperty.text(raw.group(1) != null ? raw.group(1) : raw.group(2));
        }
        return KameletProperty.text(text);
    }

    private boolean isOfTheIntegrator(String value) {
        return isWritten || configured.contain(value);
    }

    /** What Camel says of it repeats the value, which may be a secret in part. */
    private String resolved(String property, String text) {
        try {
            return resolved(text);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "The Kamelet property " + property + " holds a placeholder that cannot be resolved.");
        }
    }

    /** One placeholder can stand in another. */
    private String resolved(String text) {
        String resolved = PLACEHOLDER.matcher(text).replaceAll(placeholder -> {
            String value = context.resolvePropertyPlaceholders(placeholder.group());
            return value == null ? "" : Matcher.quoteReplacement(value);
        });
        return resolved.equals(text) ? text : resolved(resolved);
    }

    /** A file's last line end is its editor's, not its writer's. */
    private @Nullable String read(String property, String value) {
        String location = value.substring(RESOURCE.length());
        try (InputStream resource = ResourceHelper.resolveMandatoryResourceAsInputStream(context, location)) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return KameletProperty.text(text.replaceFirst("\\R\\z", ""));
        } catch (IOException e) {
            throw new SettingException(
                    "The Kamelet property " + property + " is \"" + value + "\", which cannot be read.");
        }
    }
}
