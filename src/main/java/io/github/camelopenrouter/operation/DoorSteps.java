/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import java.util.Collection;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * What features do behind the guard of one gateway's doors, once for each request: as part of the guard's bean, so that they
 * hold wherever a door names it, also in a file that somebody has copied from an older version; and in front of an operation
 * of this gateway behind the door of another.
 */
final class DoorSteps {

    private static final String DONE = "CamelOpenRouterDoorStepsOf.";

    private final String done;
    private final List<Processor> steps;

    /** @param gateway the name of the one whose doors they are */
    DoorSteps(String gateway, Collection<Processor> steps) {
        this.done = DONE + gateway;
        this.steps = List.copyOf(steps);
    }

    /** The guard itself where there are no steps. */
    Processor behind(Processor guard) {
        return steps.isEmpty()
                ? guard
                : exchange -> {
                    guard.process(exchange);
                    run(exchange);
                };
    }

    /** Of a request that another gateway's door has let in, and that comes by none of this one's. */
    void run(Exchange exchange) throws Exception {
        if (exchange.getProperty(done) != null) {
            return;
        }
        exchange.setProperty(done, Boolean.TRUE);
        for (Processor step : steps) {
            if (exchange.getException() != null || exchange.isRouteStop()) {
                return;
            }
            step.process(exchange);
        }
    }
}
