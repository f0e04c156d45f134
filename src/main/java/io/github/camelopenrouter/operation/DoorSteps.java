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
 * The guard and what features do behind it, as one bean: so they hold wherever a door names its guard, also in a file that
 * somebody has copied from an older version.
 */
final class DoorSteps implements Processor {

    private final Processor guard;
    private final List<Processor> steps;

    private DoorSteps(Processor guard, Collection<Processor> steps) {
        this.guard = guard;
        this.steps = List.copyOf(steps);
    }

    /** The guard itself where there are no steps. */
    static Processor behind(Processor guard, Collection<Processor> steps) {
        return steps.isEmpty() ? guard : new DoorSteps(guard, steps);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        guard.process(exchange);
        for (Processor step : steps) {
            if (exchange.getException() != null || exchange.isRouteStop()) {
                return;
            }
            step.process(exchange);
        }
    }
}
