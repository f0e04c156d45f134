/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

/** Removes the insignificant white space of valid JSON text and nothing else. */
final class Minifier {

    private Minifier() {}

    static String minify(String json) {
        StringBuilder out = new StringBuilder(json.length());
        boolean string = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (string && c == '\\') {
                out.append(c).append(json.charAt(++i));
                continue;
            }
            string ^= c == '"';
            if (string || " \t\r\n".indexOf(c) < 0) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
