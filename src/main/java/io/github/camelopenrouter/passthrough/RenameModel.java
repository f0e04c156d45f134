/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static io.github.camelopenrouter.request.RequestValidation.require;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.request.ModelName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Gives the model OpenRouter's name, and changes nothing of the request but the bytes of that. Behind {@link ReadRequest}. */
public final class RenameModel implements Processor {

    private final ModelName models;

    public RenameModel(ModelName models) {
        this.models = models;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        if (body == null) {
            exchange.removeProperty(OpenRouterConstants.REQUESTED_MODEL);
            exchange.removeProperty(OpenRouterConstants.SENT_MODEL);
            return;
        }
        String asked = in(body);
        put(message, asked, models.renamed(exchange, asked));
    }

    /** The same behind the operator's steps: a name that they have put there is looked up, one that stood there stays. */
    void again(Exchange exchange) {
        Message message = exchange.getMessage();
        String asked = in(message.getBody());
        if (!asked.equals(exchange.getProperty(OpenRouterConstants.SENT_MODEL))) {
            put(message, asked, models.resent(exchange, asked));
        }
    }

    private static void put(Message message, String asked, String sent) {
        if (!sent.equals(asked)) {
            message.setBody(renamed(message.getBody(), sent));
        }
    }

    private static String in(Object body) {
        if (body instanceof MultipartBody form) {
            return form.model();
        }
        var model = ((RequestBody) body).tree().get("model");
        require(RequestTree.isName(model), "model", "must be given and be a non-empty string");
        return model.textValue();
    }

    /** The same request for another model. */
    public static Object renamed(Object body, String model) {
        return body instanceof MultipartBody form
                ? form.withModel(model)
                : ((RequestBody) body).replacing("model", model);
    }
}
