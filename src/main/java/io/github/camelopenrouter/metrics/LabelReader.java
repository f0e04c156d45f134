/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.error.ErrorEnvelope;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a call's record the labels of its series, so few as to be bounded whatever clients send: models that OpenRouter
 * lists and their vendors, operations and error types that there are. All others are {@code other}.
 */
final class LabelReader {

    /** Values of a label; OpenRouter lists less than that. */
    static final int MOST = 500;

    private static final Set<String> ERROR_TYPES = ErrorEnvelope.types();

    private final KnownModels models;
    private final Consumer<String> newVendor;
    private final BoundedLabel operations = new BoundedLabel(MOST);
    private final BoundedLabel requestModels = new BoundedLabel(MOST);
    private final BoundedLabel responseModels = new BoundedLabel(MOST);
    private final BoundedLabel vendors = new BoundedLabel(MOST);

    /** @param newVendor told of each vendor that gets a label of its own */
    LabelReader(KnownModels models, Consumer<String> newVendor) {
        this.models = models;
        this.newVendor = newVendor;
    }

    CallLabels of(CallRecord call) {
        String sent = call.model().sent();
        String requestModel = model(requestModels, sent == null ? call.model().asked() : sent);
        String operation = call.operationId();
        Integer status = call.status();
        return new CallLabels(
                operation == null ? "none" : operations.admit(operation),
                status == null ? 0 : status,
                call.outcome(),
                requestModel,
                model(responseModels, call.model().served()),
                vendor(call.vendor(), requestModel),
                errorType(call),
                team(call.client()));
    }

    /** Whose spend it is, as {@link CallLabels#spendModel} has it. */
    String spendModel(CallRecord.Model model) {
        return CallLabels.spendModel(model(responseModels, model.served()), model(requestModels, model.sent()));
    }

    /** There are no teams yet whose names are known. */
    String team(CallRecord.Client client) {
        return client.team() == null ? BoundedLabel.NONE : BoundedLabel.OTHER;
    }

    private String model(BoundedLabel label, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return BoundedLabel.NONE;
        }
        String known = label.known(name);
        if (known != null) {
            return known;
        }
        String listed = models.listedName(name);
        return listed == null ? BoundedLabel.OTHER : label.admit(listed);
    }

    /** A vendor is known by a model of its that is listed. */
    private String vendor(@Nullable String vendor, String model) {
        if (vendor == null || vendor.isEmpty()) {
            return BoundedLabel.NONE;
        }
        String known = vendors.known(vendor);
        if (known != null) {
            return known;
        }
        if (model.equals(BoundedLabel.OTHER) || model.isEmpty()) {
            return BoundedLabel.OTHER;
        }
        String admitted = vendors.admit(vendor);
        if (admitted.equals(vendor)) {
            newVendor.accept(vendor);
        }
        return admitted;
    }

    private static String errorType(CallRecord call) {
        CallRecord.Error error = call.error();
        if (error == null) {
            return call.outcome() == Outcome.COMPLETE
                    ? BoundedLabel.NONE
                    : call.outcome().word();
        }
        String type = error.type();
        if (type != null && ERROR_TYPES.contains(type)) {
            return type;
        }
        Integer status = call.status(); // OpenRouter's own errors have no type
        return status == null ? BoundedLabel.OTHER : Integer.toString(status);
    }
}
