/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.Arrays;
import java.util.List;
import org.apache.camel.util.StringHelper;

/** What an object can be given by name, as Camel's properties and YAML's beans do it. */
final class Setters {

    private Setters() {}

    /** Not of {@code java.beans}: not every runtime has that module. */
    static List<String> of(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().matches("set\\p{Lu}.*") && method.getParameterCount() == 1)
                .map(method -> StringHelper.decapitalize(method.getName().substring("set".length())))
                .sorted()
                .distinct()
                .toList();
    }
}
