/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Feature;
import java.util.function.BiPredicate;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * A feature that comes with the gateway. It is known by its name, so that nothing of it is loaded, nor of its library, where
 * nobody asks for it.
 *
 * @param className below our root package
 * @param wanted whether a gateway asks for it
 * @param library that a host may lack; null for none
 */
record OurFeature(
        String className,
        BiPredicate<CamelContext, Settings> wanted,
        @Nullable Library library) {

    private static final String ROOT = "io.github.camelopenrouter.";

    /**
     * What a feature needs.
     *
     * @param setting that asks for the feature, without the gateway's prefix, for the sentence
     * @param name of the library, for the sentence
     * @param type one of its classes
     * @param artifact that has it
     */
    record Library(String setting, String name, String type, String artifact) {}

    static OurFeature always(String className) {
        return new OurFeature(className, (context, settings) -> true, null);
    }

    boolean isWantedBy(CamelContext context, Settings settings) {
        return wanted.test(context, settings);
    }

    /** @throws SettingException if its library is missing */
    Feature load(CamelContext context, Settings settings) {
        if (library != null && context.getClassResolver().resolveClass(library.type()) == null) {
            throw new SettingException(settings.instance().settingsPrefix() + library.setting() + " needs "
                    + library.name() + ", which is not on the class path: add " + library.artifact() + ".");
        }
        try {
            return (Feature) Class.forName(ROOT + className, true, OurFeature.class.getClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The feature " + className + " cannot be loaded", e);
        }
    }
}
