/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.ContextFunction;
import io.github.camelopenrouter.config.Setting;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The property function {@code openrouter-export}: {@code {{openrouter-export:webhook}}} is {@code true} where {@code
 * openrouter.export.webhook} is set. A precondition that named the setting itself would put a secret into a route.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("openrouter-export")
public final class ExportFunction extends ContextFunction {

    public ExportFunction() {
        super("openrouter-export");
    }

    @Override
    protected String tell(String what, @Nullable CamelContext where) {
        Setting<?> asking = ExportSettings.asksFor(what);
        return String.valueOf(where != null && ExportSettings.isGiven(where, asking));
    }
}
