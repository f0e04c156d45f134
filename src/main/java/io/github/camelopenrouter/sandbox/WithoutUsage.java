/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;

/** An answer that keeps its usage to itself, in whichever API: what it cost is only to be asked for afterwards. */
final class WithoutUsage {

    private static final String DATA = "data: ";

    private WithoutUsage() {}

    static Script strip(Script script) {
        return script.rewrite(buffer -> Stream.of(Step.Bytes.of(strip(buffer))));
    }

    private static String strip(Buffer buffer) {
        String text = buffer.toString();
        int json = text.startsWith("{") ? 0 : text.indexOf(DATA + "{") + DATA.length();
        if (json > 0 && !text.contains(DATA + "{")) {
            return text;
        }
        ObjectNode object = (ObjectNode) Json.parse(text.substring(json).trim());
        object.remove("usage");
        without(object, "response");
        without(object, "message");
        return text.substring(0, json) + Json.write(object) + (json == 0 ? "" : "\n\n");
    }

    /** The object that some events repeat. */
    private static void without(ObjectNode event, String name) {
        if (event.path(name) instanceof ObjectNode inner) {
            inner.remove("usage");
        }
    }
}
