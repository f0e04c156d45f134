/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.call.CallTags;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.request.ModelGroups;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass if all that it names is allowed to whoever makes it, and writes into it what the policy says. Stands
 * in front of the encode and behind everything that resolves names or that an operator has added, so that it sees what will
 * be sent.
 *
 * <p>In: the {@link Principal}, the decoded body. Out: the {@link Grant} for the attempts, the tags. Errors: 403, code {@code
 * not_allowed} or {@code model_not_allowed}; 400, code {@code tag_required}; 401 for a key that is good no more.
 */
public final class AuthorizeCall implements Processor {

    private static final long READ_BEFORE = Integer.MAX_VALUE - 1;

    private final Function<Exchange, Grant> grants;
    private final ModelGroups groups;

    public AuthorizeCall(Function<Exchange, Grant> grants, ModelGroups groups) {
        this.grants = grants;
        this.groups = groups;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Grant grant = grants.apply(exchange);
        path(exchange, grant);
        if (exchange.getMessage().getBody() != null) {
            request(exchange, grant);
        }
        exchange.setProperty(Grant.PROPERTY, grant);
        exchange.setProperty(OpenRouterConstants.UPSTREAM_KEYS, grant.upstreamKeys());
    }

    private void request(Exchange exchange, Grant grant) throws IOException {
        tags(exchange, grant);
        group(exchange, grant);
        Message message = exchange.getMessage();
        String asked = exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL, String.class);
        if (message.getBody() instanceof MultipartBody form) {
            FormCheck.check(form, grant, asked);
        } else {
            body(exchange, RequestBody.in(message, READ_BEFORE), grant, asked);
        }
    }

    private static void body(Exchange exchange, RequestBody request, Grant grant, @Nullable String asked) {
        ObjectNode body = request.tree();
        PlainJson plain = new PlainJson();
        String sent = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        NamedModelsCheck models = new NamedModelsCheck(grant, plain, sent, asked);
        models.onTop(body);
        ToolsCheck tools = new ToolsCheck(grant, models, plain);
        tools.check(body);
        new ParametersCheck(grant, plain).check(body);
        new ContentCheck(grant, tools, plain).check(body);
        new ProviderCheck(grant, plain).check(body);
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        Rewrite rewrite = new Rewrite(grant, operation, plain);
        if (!rewrite.isIdle(body)) {
            RequestBody changed = request.convertedCopy();
            rewrite.into(changed.tree());
            changed.putInto(exchange.getMessage());
        }
    }

    /** Each attempt may take another of them. */
    private void group(Exchange exchange, Grant grant) {
        String alias = exchange.getProperty(OpenRouterConstants.MODEL_GROUP, String.class);
        List<String> members = alias == null ? null : groups.members(alias);
        if (members != null) {
            members.forEach(member -> grant.require(member, "model", alias));
        }
    }

    private static void path(Exchange exchange, Grant grant) {
        PassThroughPath path = PassThroughPath.ofCall(exchange);
        if (path != null) {
            PathCheck.check(path, grant);
        }
    }

    private static void tags(Exchange exchange, Grant grant) {
        if (grant.requiredTags().isEmpty() && grant.tags().isEmpty()) {
            return;
        }
        Map<String, String> brought = CallTags.of(exchange);
        String lacking = grant.requiredTags().stream()
                .filter(tag -> !brought.containsKey(tag) && !grant.tags().containsKey(tag))
                .sorted()
                .map(tag -> "'" + tag + "'")
                .collect(Collectors.joining(", "));
        if (!lacking.isEmpty()) {
            throw OpenRouterException.of(
                    400,
                    "Calls of this client have to say " + lacking + " in the header " + OpenRouterConstants.TAGS_HEADER
                            + ".",
                    null,
                    "tag_required");
        }
        if (!grant.tags().isEmpty()) {
            Map<String, String> all = new HashMap<>(brought);
            all.putAll(grant.tags());
            exchange.setProperty(OpenRouterConstants.TAGS, Map.copyOf(all));
        }
    }
}
