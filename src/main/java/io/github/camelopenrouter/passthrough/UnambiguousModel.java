/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * That no reader could take another part of a form, or another text, for its model: readers differ in case, in white space
 * and in the brackets of a list, and the model that is looked up here must be the one that is served there.
 */
final class UnambiguousModel {

    private static final Pattern NAMES_A_MODEL = Pattern.compile(
            "[\\s\\p{Cntrl}]*(model|models|fallbacks)[\\s\\p{Cntrl}]*(\\[.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

    private UnambiguousModel() {}

    /**
     * @param model the one part of the list that is the model
     * @throws OpenRouterException 400
     */
    static void check(List<FormPart> parts, FormPart model, String value) {
        for (FormPart part : parts) {
            if (part != model && NAMES_A_MODEL.matcher(part.name()).matches()) {
                throw OpenRouterException.invalidRequest(
                        "The form names its model in the one part '" + model.name()
                                + "': it may have no other part that is called nearly so, or 'models' or 'fallbacks'.",
                        model.name());
            }
        }
        if (!value.equals(value.strip()) || value.chars().anyMatch(Character::isISOControl)) {
            throw OpenRouterException.invalidRequest(
                    "The part '" + model.name() + "' must be one line without white space around it.", model.name());
        }
    }
}
