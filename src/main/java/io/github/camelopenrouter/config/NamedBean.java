/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** A bean of the gateway's own in an application's registry. */
public final class NamedBean {

    private NamedBean() {}

    /** To be found by its name only: who looks for beans of its type shall not come upon it. */
    public static void bind(CamelContext context, String name, Object bean) {
        Supplier<Object> found = () -> bean;
        context.getRegistry().bind(name, Object.class, found);
    }
}
