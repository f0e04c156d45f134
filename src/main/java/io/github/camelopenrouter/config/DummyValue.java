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
import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.jspecify.annotations.Nullable;

/**
 * What Camel's tools put in the place of every property that is not there, when they go through an application to learn what
 * it needs and not to run it, as {@code camel export} does. It says nothing: neither that there is a value nor that one is
 * wrong.
 */
public final class DummyValue {

    private static final String DUMMY = PropertyConfigurerSupport.MAGIC_VALUE;

    /** Asked for by nobody else. */
    private static final String ABSENT = "openrouter.dry.run";

    private DummyValue() {}

    /** Also where it is only a part of the text, as in {@code http://{{host}}/api}. */
    public static boolean isIn(@Nullable String text) {
        return text != null && text.contains(DUMMY);
    }

    /** Whether properties that are not there have dummies in this context: nothing can be said to be missing then. */
    public static boolean standsForAbsent(CamelContext context) {
        return isIn(context.getPropertiesComponent().parseUri("{{?" + ABSENT + "}}"));
    }
}
