/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import java.lang.reflect.InvocationTargetException;

/** What the start script of the Camel CLI does, whose commands have no main method of their own. */
final class CamelCliMain {

    private CamelCliMain() {}

    public static void main(String... arguments) throws ReflectiveOperationException {
        try {
            Class.forName("org.apache.camel.dsl.jbang.core.commands.CamelJBangMain")
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
