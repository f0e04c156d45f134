/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/** What {@code camel export} makes of a context: each property that is not there has Camel's dummy for a value. */
public final class LookThrough extends DefaultPropertiesParser {

    public static <C extends CamelContext> C of(C context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setPropertiesParser(new LookThrough());
        properties.setIgnoreMissingProperty(true);
        return context;
    }

    @Override
    public String parseProperty(String key, String value, PropertiesLookup properties) {
        return value == null ? "@@CamelMagicValue@@" : value;
    }
}
