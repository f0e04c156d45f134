/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import java.util.Set;

/**
 * The texts in an answer of one of OpenRouter's other paths: every string but the pictures, known or not (source: its
 * rerank, images and transcriptions).
 */
final class ListedTexts {

    private static final String DATA = "data";
    private static final Set<String> NO_TEXT = Set.of(DATA, "b64_json");

    private ListedTexts() {}

    static void find(JsonSpan json, boolean whole, FoundTexts found) {
        found.others(json, NO_TEXT, 0, 0, whole);
        found.elements(json.get(DATA), 0, 0, whole).forEach(element -> found.others(element, NO_TEXT, 0, 0, whole));
    }
}
