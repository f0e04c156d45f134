/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static io.github.camelopenrouter.error.SmallJson.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.ShownSetting;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code GET /admin/v1/settings}: every setting that there is, as {@code {"settings":[{"name","value","default","source"}]}}. */
final class SettingsAnswer implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode settings = answer.putArray("settings");
        ShownSetting.all(exchange.getContext())
                .forEach(setting -> settings.addObject()
                        .put("name", setting.name())
                        .put("value", setting.value())
                        .put("default", setting.defaultText())
                        .put("source", setting.source()));
        Reply.with(exchange, Reply.JSON, JSON.writeValueAsBytes(answer));
    }
}
