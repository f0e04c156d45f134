/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import org.jspecify.annotations.Nullable;

/** What both reasoning rules know about the object {@code reasoning}. */
final class ReasoningObject {

    static final String KEY = "reasoning";
    static final String EFFORT = "effort";
    static final String MAX_TOKENS = "max_tokens";

    private ReasoningObject() {}

    /** The object of a body whose reasoning says how hard to think, otherwise null: then no rule touches it. */
    static @Nullable ObjectNode withEffort(ObjectNode body) {
        return body.get(KEY) instanceof ObjectNode reasoning && RequestTree.isText(reasoning.get(EFFORT))
                ? reasoning
                : null;
    }
}
