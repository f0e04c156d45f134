/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import io.github.camelopenrouter.passthrough.MultipartBody;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a form, into which nothing can be written: it may have only what is known to name nothing but its model. */
final class FormCheck {

    private static final Set<String> KNOWN = Set.of(
            "file", "model", "language", "prompt", "temperature", "response_format", "timestamp_granularities[]");

    private FormCheck() {}

    static void check(MultipartBody form, Grant grant, @Nullable String asked) {
        String model = form.model();
        grant.require(model, "model", asked == null ? model : asked);
        for (String name : form.names()) {
            if (!KNOWN.contains(name)) {
                throw Denied.formPart(name);
            }
        }
        if (grant.provider() != null) {
            throw Denied.notAllowed(
                    "This client's requests carry a policy for providers, which a form cannot: send application/json.",
                    null);
        }
    }
}
