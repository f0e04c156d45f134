/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/** A property function that tells routes something of the settings; nothing is set where Camel's tools put dummies. */
public abstract class ContextFunction implements PropertiesFunction, CamelContextAware {

    private final String name;
    private @Nullable CamelContext context;

    protected ContextFunction(String name) {
        this.name = name;
    }

    @Override
    public final String getName() {
        return name;
    }

    /** @throws IllegalArgumentException if it knows nothing of that name */
    @Override
    public final String apply(String remainder) {
        CamelContext here = context;
        return tell(remainder.strip(), here == null || DummyValue.standsForAbsent(here) ? null : here);
    }

    /** @param where the settings are; null where nothing is set */
    protected abstract String tell(String what, @Nullable CamelContext where);

    @Override
    public final void setCamelContext(@Nullable CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public final @Nullable CamelContext getCamelContext() {
        return context;
    }
}
