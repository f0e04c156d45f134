/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/** The names of the properties that somebody has given, wherever they can be listed; never what they hold. */
public final class GivenNames {

    private GivenNames() {}

    /**
     * In files, in initial or override properties, among the JVM's system properties, and in Spring Boot's own files.
     * Camel's lookup of single keys finds more, such as the environment.
     */
    public static Set<String> startingWith(CamelContext context, String prefix) {
        Set<String> names = new TreeSet<>(context.getPropertiesComponent()
                .loadProperties(name -> name.startsWith(prefix))
                .stringPropertyNames());
        names.addAll(System.getProperties().stringPropertyNames());
        names.addAll(BootProperties.names(context));
        names.removeIf(name -> !name.startsWith(prefix));
        return names;
    }
}
