/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.body.RequestTree;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Removes top-level parameters by name, on chat and text completions (source of the default: the provider guide). */
final class ParameterFilter implements Processor {

    /** What the guide removes; each of them means something to OpenRouter, so the list is a setting. */
    public static final Set<String> GUIDE = Set.of("prompt_cache_key", "verbosity", "store", "service_tier");

    private final Set<String> names;

    ParameterFilter(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    @Override
    public void process(Exchange exchange) {
        RequestTree.of(exchange).remove(names);
    }
}
