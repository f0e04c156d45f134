/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestEncoder;
import io.github.camelopenrouter.passthrough.RenameModel;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.upstream.UpstreamCall;
import io.github.camelopenrouter.upstream.Vendor;
import io.github.camelopenrouter.upstream.VendorBreakers;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Decides which model this attempt is for. Where a group was asked for, a first attempt takes the one that the request was written
 * for and every other chooses anew. A request whose model's vendor has an open circuit breaker, or one that has refused an
 * attempt of this call, goes straight to the next: the first listed one whose vendor is healthy becomes {@code model}, the
 * remaining healthy ones {@code models}. Without a healthy one nothing changes, and the breaker answers.
 *
 * <p>In: properties {@link OpenRouterConstants#MODEL_GROUP} and {@link OpenRouterConstants#CANDIDATE_MODELS}. Out: property
 * {@link OpenRouterConstants#SENT_MODEL}. Each attempt begins with the client's own body again, so it is the client's own model
 * that is looked at each time.
 */
final class HealthyModel implements Processor {

    /** Exchange property (String): the model of the client's request, from which every attempt starts. */
    static final String OWN_MODEL = "CamelOpenRouterOwnModel";

    private static final long CHECKED_BEFORE = Integer.MAX_VALUE - 1;

    private final VendorBreakers breakers;
    private final ModelGroups groups;
    private final RequestEncoder encoder = new RequestEncoder();

    HealthyModel(VendorBreakers breakers, ModelGroups groups) {
        this.breakers = breakers;
        this.groups = groups;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Balancer group = groups.group(exchange.getProperty(OpenRouterConstants.MODEL_GROUP, String.class));
        List<String> candidates = candidates(exchange);
        if (group == null && candidates.isEmpty()) {
            return;
        }
        String own = ownModel(exchange);
        String member = group == null ? own : choose(exchange, group, own);
        String chosen = member;
        List<String> models = listed(candidates, own, member);
        UpstreamCall call = UpstreamCall.begun(exchange);
        if (!isHealthy(chosen, call) && models.stream().anyMatch(model -> isHealthy(model, call))) {
            models = models.stream().filter(model -> isHealthy(model, call)).toList();
            chosen = models.get(0);
        }
        if (group != null && chosen.equals(member)) {
            call.chooseModel(group, chosen);
        }
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, chosen);
        if (!chosen.equals(own)) {
            rewrite(exchange, chosen, models);
        }
    }

    private String choose(Exchange exchange, Balancer group, String own) {
        Set<String> tried = UpstreamCall.begun(exchange).triedModels();
        return tried.isEmpty()
                ? own
                : group.choose(exchange.getProperty(OpenRouterConstants.SESSION, Long.class), tried);
    }

    /** The candidates with the chosen model in the place of the one that the request was written for. */
    private static List<String> listed(List<String> candidates, String own, String chosen) {
        return candidates.stream()
                .map(model -> model.equals(own) ? chosen : model)
                .distinct()
                .toList();
    }

    private boolean isHealthy(String model, UpstreamCall call) {
        String vendor = Vendor.of(model);
        return !breakers.isOpen(vendor) && !call.isRefusedBy(vendor);
    }

    @SuppressWarnings("unchecked") // written by ConfiguredFallbacks only
    private static List<String> candidates(Exchange exchange) {
        List<String> candidates = exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS, List.class);
        return candidates == null ? List.of() : candidates;
    }

    private static String ownModel(Exchange exchange) {
        String own = exchange.getProperty(OWN_MODEL, String.class);
        if (own == null) {
            own = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
            exchange.setProperty(OWN_MODEL, own);
        }
        return own;
    }

    private void rewrite(Exchange exchange, String chosen, List<String> models) throws Exception {
        if (exchange.getProperty(OpenRouterConstants.OPERATION) == Operation.PASS_THROUGH) {
            Message message = exchange.getMessage();
            message.setBody(RenameModel.renamed(message.getBody(), chosen));
            return;
        }
        RequestBody request =
                RequestBody.in(exchange.getMessage(), CHECKED_BEFORE).copy();
        ObjectNode body = request.tree();
        body.put("model", chosen);
        if (models.size() > 1) {
            ArrayNode names = body.putArray("models");
            models.forEach(names::add);
        } else {
            body.remove("models");
        }
        exchange.getMessage().setBody(request);
        encoder.process(exchange);
    }
}
