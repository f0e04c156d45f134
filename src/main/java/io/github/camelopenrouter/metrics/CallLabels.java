/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord.Outcome;

/**
 * What tells the series of one call from those of others; each text is one of few.
 *
 * @param operation our id of it
 * @param status 0 where nobody was there to get one
 * @param provider the vendor of the model
 */
record CallLabels(
        String operation,
        int status,
        Outcome outcome,
        String requestModel,
        String responseModel,
        String provider,
        String errorType,
        String team) {

    /** The word of the GenAI convention where it has one. */
    String genAiOperation() {
        return switch (operation) {
            case "chat-completions", "messages", "responses" -> "chat";
            case "completions" -> "text_completion";
            default -> operation;
        };
    }

    String statusText() {
        return status == 0 ? "none" : Integer.toString(status);
    }

    /** Whose spend it is: the model that answered, where it names itself as the list does, or else the one that was asked. */
    String spendModel() {
        return spendModel(responseModel, requestModel);
    }

    static String spendModel(String responseModel, String requestModel) {
        return responseModel.isEmpty() || responseModel.equals(BoundedLabel.OTHER) ? requestModel : responseModel;
    }

    /** The same where there are too many already. */
    CallLabels withoutModels() {
        return new CallLabels(
                operation,
                status,
                outcome,
                BoundedLabel.OTHER,
                BoundedLabel.OTHER,
                BoundedLabel.OTHER,
                errorType,
                team);
    }
}
