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
import org.apache.camel.support.ResolverHelper;

/** Which of Camel's components an application has. */
public final class CamelComponents {

    private CamelComponents() {}

    /** Whether an endpoint is of the component for HTTP, which makes a GET without a body of all that has a query. */
    public static boolean isHttp(String endpoint) {
        return endpoint.matches("(?is)https?:.*");
    }

    /** Whether it is there or could be made; makes none. */
    public static boolean isThere(CamelContext context, String name) {
        return context.hasComponent(name) != null
                || ResolverHelper.lookupComponentInRegistryWithFallback(context, name) != null
                || context.getCamelContextExtension()
                        .getFactoryFinder("META-INF/services/org/apache/camel/component/")
                        .findClass(name)
                        .isPresent();
    }

    /**
     * Before a route looks for it, and says less.
     *
     * @param setting that needs it
     * @param artifact of Camel that has it
     * @param more the end of the sentence that says what to add, without its stop
     * @throws SettingException if it is not there
     */
    public static void require(CamelContext context, String setting, String name, String artifact, String more) {
        if (!isThere(context, name)) {
            throw new SettingException(setting + " needs the Camel component " + Redacted.of(name)
                    + ", which is not on the class path: add org.apache.camel:" + Redacted.of(artifact) + ":"
                    + context.getVersion() + more + ".");
        }
    }
}
