/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.call.DoorDrain;
import io.github.camelopenrouter.embedded.OpenRouterPlugin;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.CamelContextHelper;

/**
 * Whether the gateway takes new requests: from the end of its start, or of its warming up, to the beginning of its stop, but
 * while an operator has it drained, whatever OpenRouter and its vendors do.
 *
 * <p>Takes the place of Camel's check of the same id, which is a liveness check too and would have a gateway killed while
 * it lets its streams end. Not ready is {@code UNKNOWN}, not {@code DOWN}: that one would stop {@code /observe/health}
 * from answering 200.
 */
final class GatewayReadiness extends AbstractHealthCheck {

    /** Camel's own check has it. */
    static final String ID = "context";

    private final CamelContext context;

    GatewayReadiness(CamelContext context) {
        super("camel", ID);
        this.context = context;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("context.name", context.getName()).detail("context.status", context.getStatus());
        if (!context.isStarted()) {
            builder.unknown()
                    .message("The gateway takes no new requests: it is "
                            + (context.isStopping() ? "stopping." : "starting."));
        } else if (isWarmingUp()) {
            builder.unknown().message("The gateway takes no new requests yet: it warms up.");
        } else if (isDrained()) {
            builder.unknown().message("The gateway takes no new requests: an operator has it drained.");
        } else {
            builder.up();
        }
    }

    /** It would serve, but slower than it will. */
    private boolean isWarmingUp() {
        WarmUp warmUp = CamelContextHelper.lookup(context, WarmUp.NAME, WarmUp.class);
        return warmUp != null && !warmUp.isOver();
    }

    private boolean isDrained() {
        DoorDrain doors = CamelContextHelper.lookup(context, OpenRouterPlugin.ENGINE, DoorDrain.class);
        return doors != null && doors.drained().isPresent();
    }
}
