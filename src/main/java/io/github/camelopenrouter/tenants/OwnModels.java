/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.VisibleModels;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Shows on OpenRouter's paths about models those that the caller may call, as the gateway's own list does. */
final class OwnModels {

    private static final int NOT_FOUND = 404;
    /** The longest list has half a megabyte today. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private static final Set<PassThroughPath> LISTS = EnumSet.of(
            PassThroughPath.MODELS_USER,
            PassThroughPath.EMBEDDINGS_MODELS,
            PassThroughPath.IMAGES_MODELS,
            PassThroughPath.VIDEOS_MODELS,
            PassThroughPath.ENDPOINTS_ZDR);

    private static final Set<PassThroughPath> OF_ONE =
            EnumSet.of(PassThroughPath.MODEL, PassThroughPath.MODEL_ENDPOINTS, PassThroughPath.IMAGES_MODEL_ENDPOINTS);

    private static final Set<PassThroughPath> TELL_OF_MODELS = EnumSet.of(PassThroughPath.MODELS_COUNT);

    static {
        TELL_OF_MODELS.addAll(LISTS);
        TELL_OF_MODELS.addAll(OF_ONE);
    }

    private static final Pattern ONE = Pattern.compile("/v1/(?:images/)?models?/([^/]+/[^/]+)(?:/endpoints)?");

    private final VisibleModels visible;
    private final ModelCatalogue catalogue;

    OwnModels(VisibleModels visible, ModelCatalogue catalogue) {
        this.visible = visible;
        this.catalogue = catalogue;
    }

    /** In front of an attempt: a model that may not be called is not asked for. */
    void check(Exchange exchange) {
        PassThroughPath path = PassThroughPath.ofCall(exchange);
        Predicate<String> shown = path != null && OF_ONE.contains(path) ? visible.to(exchange) : null;
        if (shown != null && !shown.test(modelOf(exchange))) {
            throw unknown();
        }
    }

    /** Behind an answer. */
    void answered(Exchange exchange) throws IOException {
        PassThroughPath path = PassThroughPath.ofCall(exchange);
        Predicate<String> shown = path != null && TELL_OF_MODELS.contains(path) ? visible.to(exchange) : null;
        if (shown == null) {
            return;
        }
        Message answer = exchange.getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (OF_ONE.contains(path) && status == NOT_FOUND) {
            ErrorAnswer.answer(exchange, unknown());
        } else if (LISTS.contains(path) && status < 300) {
            answer.setBody(ModelLists.only(shown, read(answer)));
        } else if (path == PassThroughPath.MODELS_COUNT && status < 300) {
            read(answer);
            answer.setBody(ModelLists.count(catalogue.list(shown), modality(exchange)));
        }
    }

    private static OpenRouterException unknown() {
        return Owners.unknown("Model");
    }

    private static String modelOf(Exchange exchange) {
        Matcher path = ONE.matcher(UpstreamTarget.of(exchange).path());
        return path.matches() ? path.group(1) : "";
    }

    /** That of which models are to be counted; null for all. */
    private static @Nullable String modality(Exchange exchange) {
        String query = UpstreamTarget.of(exchange).query();
        return query == null ? null : query.substring(query.indexOf('=') + 1);
    }

    private static byte[] read(Message answer) throws IOException {
        if (answer.getBody() instanceof InputStream open) {
            try (open) {
                return open.readNBytes(LARGEST);
            }
        }
        return answer.getBody(byte[].class);
    }
}
