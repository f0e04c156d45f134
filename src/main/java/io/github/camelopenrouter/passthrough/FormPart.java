/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One part of a form.
 *
 * @param from where its value begins
 * @param to behind its value
 * @param plain whether its value is the text of a field, neither a file nor encoded
 */
record FormPart(String name, int from, int to, boolean plain) {

    String text(byte[] body) {
        return new String(body, from, to - from, UTF_8);
    }
}
