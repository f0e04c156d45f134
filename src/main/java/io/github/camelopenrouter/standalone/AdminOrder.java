/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the admin API is asked or told.
 *
 * @param path below {@code /admin/v1/}, encoded
 * @param parameters of the query
 * @param bodyFile whose content goes with it, {@code -} for what comes in; null for none
 * @param body that goes with it where there is no file
 */
record AdminOrder(
        String method,
        String path,
        Map<String, String> parameters,
        @Nullable String bodyFile,
        String body) {

    static AdminOrder get(String path, Map<String, String> parameters) {
        return new AdminOrder("GET", path, parameters, null, "");
    }

    static AdminOrder send(String method, String path, String body) {
        return new AdminOrder(method, path, Map.of(), null, body);
    }

    boolean readsStandardInput() {
        return "-".equals(bodyFile);
    }

    AdminOrder with(String content) {
        return new AdminOrder(method, path, parameters, null, content);
    }
}
