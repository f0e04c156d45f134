/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.api.InformationalHealthCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.jspecify.annotations.Nullable;

/** Shows operators whether something that calls do not wait for is well: up with a sentence, or down with its problem. */
public final class ProblemHealth extends InformationalHealthCheck {

    private final Supplier<String> fine;
    private final String wrong;
    private final Supplier<@Nullable String> problem;
    private final Map<String, Supplier<@Nullable Object>> details = new LinkedHashMap<>();

    /**
     * @param fine the sentence while there is no problem
     * @param wrong stands in front of the problem
     * @param problem null while all is well
     */
    public ProblemHealth(String id, Supplier<String> fine, String wrong, Supplier<@Nullable String> problem) {
        super(id);
        this.fine = fine;
        this.wrong = wrong;
        this.problem = problem;
    }

    /** Before it is asked for the first time; one that is null is left out. */
    public ProblemHealth detail(String name, Supplier<@Nullable Object> value) {
        details.put(name, value);
        return this;
    }

    public void bind(CamelContext context) {
        context.getRegistry().bind(getId(), this);
    }

    @Override
    protected void tell(HealthCheckResultBuilder result) {
        details.forEach((name, value) -> {
            Object told = value.get();
            if (told != null) {
                result.detail(name, told);
            }
        });
        String found = problem.get();
        if (found == null) {
            result.message(fine.get());
        } else {
            result.down().message(wrong + found);
        }
    }
}
