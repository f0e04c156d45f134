/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.config.InstanceName;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/** Steps that know their endpoint with an exchange only ({@code toD}, {@code recipientList}): their Kamelets have no route yet. */
final class DynamicSteps {

    private static final Pattern INSTANCE = Pattern.compile("[?&]instance=(?:RAW[({])?([^&)}]*)");

    private DynamicSteps() {}

    /** Whether one may call a Kamelet of ours with this gateway, as far as its text tells. */
    static boolean mayCall(InstanceName gateway, RouteDefinition route) {
        return kamelets(route)
                .flatMap(text -> INSTANCE.matcher(text).results().map(found -> found.group(1)))
                .anyMatch(instance -> instance.equals(gateway.value()) || isComputed(instance));
    }

    /** Whether one may call a Kamelet of ours at all. */
    static boolean mayCallAny(RouteDefinition route) {
        return kamelets(route).findAny().isPresent();
    }

    private static Stream<String> kamelets(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                .map(DynamicSteps::textOf)
                .filter(Objects::nonNull)
                .filter(DynamicSteps::isOfAKamelet);
    }

    private static boolean isOfAKamelet(String text) {
        return text.contains("kamelet:openrouter-") || text.contains("kamelet:$");
    }

    private static boolean isComputed(String instance) {
        return Stream.of("$", "{", "#").anyMatch(instance::startsWith);
    }

    private static @Nullable String textOf(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition dynamic) {
            return dynamic.getUri();
        }
        return step instanceof ExpressionNode list && list.getExpression() != null
                ? list.getExpression().getExpression()
                : null;
    }
}
