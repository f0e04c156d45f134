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
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Says {@code reasoning} as {@code reasoning_effort} on chat and text completions (source: the provider guide), as far
 * as that says the same. Beside an effort OpenRouter refuses {@code max_tokens}, so that always goes; an object with
 * anything more, or without an effort, stays an object, because the short form would lose it.
 */
final class ReasoningConversion implements Processor {

    private static final String SHORT_FORM = "reasoning_effort";
    private static final Set<String> SAID_BY_SHORT_FORM = Set.of(ReasoningObject.EFFORT, ReasoningObject.MAX_TOKENS);

    private final boolean nativeReasoning;

    /** @param nativeReasoning whether the object stays and only the conflict of effort and budget is resolved */
    ReasoningConversion(boolean nativeReasoning) {
        this.nativeReasoning = nativeReasoning;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        ObjectNode reasoning = ReasoningObject.withEffort(body);
        if (reasoning == null) {
            return;
        }
        if (nativeReasoning) {
            reasoning.remove(ReasoningObject.MAX_TOKENS);
        } else {
            convert(body, reasoning);
        }
    }

    /** Either way the object's effort is the one that counts: OpenRouter refuses two that differ. */
    private static void convert(ObjectNode body, ObjectNode reasoning) {
        if (isSaidByShortForm(reasoning)) {
            RequestTree.replace(body, ReasoningObject.KEY, Map.of(SHORT_FORM, reasoning.get(ReasoningObject.EFFORT)));
        } else {
            reasoning.remove(ReasoningObject.MAX_TOKENS);
            body.remove(SHORT_FORM);
        }
    }

    private static boolean isSaidByShortForm(ObjectNode reasoning) {
        return reasoning.properties().stream().allMatch(entry -> SAID_BY_SHORT_FORM.contains(entry.getKey()));
    }
}
