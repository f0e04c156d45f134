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
import org.jspecify.annotations.Nullable;

/** Spring's environment in a host on Spring Boot, asked by reflection: Spring is a host's to have. */
public final class SpringEnvironment {

    private static final String BEAN = "environment";
    private static final String RESOLVER = "org.springframework.core.env.PropertyResolver";

    private SpringEnvironment() {}

    /** Null where there is no Spring, or it cannot say. */
    public static @Nullable String property(CamelContext context, String name) {
        Object environment = bean(context, RESOLVER);
        if (environment == null) {
            return null;
        }
        try {
            return (String) context.getClassResolver()
                    .resolveClass(RESOLVER)
                    .getMethod("getProperty", String.class)
                    .invoke(environment, name);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** The environment, if there is one that is this. */
    static @Nullable Object bean(CamelContext context, String type) {
        Class<?> wanted = context.getClassResolver().resolveClass(type);
        Object environment = context.getRegistry().lookupByName(BEAN);
        return wanted != null && wanted.isInstance(environment) ? environment : null;
    }
}
