/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import io.github.camelopenrouter.error.OpenRouterException;
import org.jspecify.annotations.Nullable;

/** The refusals of a policy: 403, {@code permission_error}, with the field that is at fault. */
final class Denied {

    private static final int FORBIDDEN = 403;
    private static final int SHOWN = 128;

    private Denied() {}

    /** @param level that says no, in words */
    static OpenRouterException model(String model, String field, String level) {
        return OpenRouterException.of(
                FORBIDDEN,
                "The model '" + shown(model) + "' in '" + field + "' is not allowed for " + level + ".",
                field,
                "model_not_allowed");
    }

    /**
     * @param what it is, {@code plugin}
     * @param level that says no, in words
     */
    static OpenRouterException part(String what, String name, String field, String level) {
        return notAllowed(
                "The " + what + " '" + shown(name) + "' in '" + field + "' is not allowed for " + level + ".", field);
    }

    static OpenRouterException formPart(String name) {
        return notAllowed("The part '" + shown(name) + "' of a form is not allowed here.", shown(name));
    }

    static OpenRouterException field(String field) {
        return notAllowed("'" + field + "' is not allowed here.", field);
    }

    static OpenRouterException notAllowed(String message, @Nullable String field) {
        return OpenRouterException.of(FORBIDDEN, message, field, "not_allowed");
    }

    /** What a client has written, short and on one line. */
    private static String shown(String text) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return start.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    }
}
