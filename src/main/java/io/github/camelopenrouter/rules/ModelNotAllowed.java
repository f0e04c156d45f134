/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.request.ModelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether a request names a model outside a list, as {@code model} or as one to fall back to: the predicate of an
 * allow-list, as a bean in YAML and then {@code filter: {ref: …}}. A leading {@code openrouter/} does not count.
 *
 * <p>In a route configuration {@code openrouter-upstream-…} names are compared as they go to OpenRouter, after aliases; of
 * a model group the member chosen for the first attempt counts. Behind {@code openrouter-gateway-source} they are compared as
 * the client wrote them, so there the list holds the aliases that may be used.
 */
public final class ModelNotAllowed implements Predicate {

    private List<String> listed = List.of();

    /** @param models names, comma-separated; one that ends in {@code *} stands for all that begin so */
    public void setModels(String models) {
        listed = Arrays.stream(models.split(",")).map(String::strip).toList();
        if (listed.stream().anyMatch(String::isEmpty)) {
            throw new SettingException("The list of models \"" + models + "\" has an empty entry.");
        }
    }

    @Override
    public boolean matches(Exchange exchange) {
        if (exchange.getMessage().getBody() == null) {
            return false; // the fetch of the model list
        }
        RequestRule.operationOf(exchange);
        if (exchange.getMessage().getBody() instanceof MultipartBody form) {
            return !isListed(ModelName.withoutPrefix(form.model()));
        }
        try {
            List<String> named = NamedModels.in(SharedRequest.of(exchange).tree());
            return !named.stream().map(ModelName::withoutPrefix).allMatch(this::isListed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListed(String model) {
        return listed.stream()
                .anyMatch(entry -> entry.endsWith("*")
                        ? model.startsWith(entry.substring(0, entry.length() - 1))
                        : model.equals(entry));
    }
}
