/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.embedded.UnservedCalls;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.LifecycleStrategySupport;

/** Refuses a step that calls {@code direct:openrouter-…} where no route is: its file is a slip, and each call would wait. */
final class ServedCalls extends LifecycleStrategySupport {

    private final RouteFiles files;

    ServedCalls(RouteFiles files) {
        this.files = files;
    }

    /** All routes are there, and none has started. No veto, behind which Camel would leave running what it has started. */
    @Override
    public void onContextStarting(CamelContext context) {
        UnservedCalls.in(context).stream().findFirst().ifPresent(call -> {
            String names = files.all().stream()
                    .filter(file -> isIn(file, call))
                    .map(RouteFile::toString)
                    .collect(Collectors.joining(" or "));
            SettingException refusal = refusal(context, names.isEmpty() ? "A route" : names, call);
            throw new RuntimeCamelException(refusal.getMessage(), refusal);
        });
    }

    /** @throws SettingException if this file, which has just been read, has such a step */
    static void require(CamelContext context, RouteFile file) {
        Optional<String> unserved = UnservedCalls.in(context).stream()
                .filter(call -> isIn(file, call))
                .findFirst();
        if (unserved.isPresent()) {
            throw refusal(context, file.toString(), unserved.get());
        }
    }

    private static SettingException refusal(CamelContext context, String file, String call) {
        return new SettingException(file + " cannot be used: it calls " + call + ", and no route of that name is there"
                + UnservedCalls.nearest(context, call)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse("."));
    }

    /** The whole name, however a step writes its endpoint. */
    private static boolean isIn(RouteFile file, String call) {
        String name = call.substring("direct:".length());
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                .matcher(file.text().text())
                .find();
    }
}
