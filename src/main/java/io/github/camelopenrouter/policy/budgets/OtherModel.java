/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.policy.document.NamedModel;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.policy.request.OutputFields;
import java.io.IOException;
import org.apache.camel.Exchange;

/** Has another model serve a call than the one that was asked for, and no other beside it. */
final class OtherModel {

    private static final long READ_BEFORE = Integer.MAX_VALUE - 1;

    private OtherModel() {}

    /**
     * Writes it into the request.
     *
     * @return false for what writes no text, where its principal may not have it, or where the request has it already
     */
    static boolean serves(Exchange exchange, String model) throws IOException {
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        if (!(exchange.getMessage().getBody() instanceof RequestBody)
                || OutputFields.of(operation).isEmpty()
                || model.equals(exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class))
                || !Grant.of(exchange).allows(NamedModel.of(model))) {
            return false;
        }
        RequestBody request = RequestBody.in(exchange.getMessage(), READ_BEFORE).convertedCopy();
        request.tree().put("model", model);
        request.tree().remove("models");
        request.tree().remove("fallbacks");
        request.putInto(exchange.getMessage());
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, model);
        exchange.removeProperty(OpenRouterConstants.MODEL_GROUP);
        exchange.removeProperty(OpenRouterConstants.CANDIDATE_MODELS);
        return true;
    }
}
