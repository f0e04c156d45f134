/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static io.github.camelopenrouter.error.SmallJson.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.call.DoorDrain;
import io.github.camelopenrouter.call.DoorDrain.Drained;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin/v1/drain}: {@code POST} has the gateway's own port take nothing new, {@code DELETE} takes that back. Both, and
 * {@code GET}, answer with {@code {"draining","since","until","open"}}: who waits for {@code open} to be 0 can stop the process
 * without ending anybody's answer.
 */
final class DrainAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(DrainAnswer.class);

    private static final String WITHIN = "within";
    private static final SettingType<Duration> PATIENCE = SettingTypes.duration("0ms", "1h");

    private final ReentrantLock lock = new ReentrantLock();
    private final DoorDrain doors;

    DrainAnswer(DoorDrain doors) {
        this.doors = doors;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        lock.lock();
        try {
            switch (exchange.getMessage().getHeader(Exchange.HTTP_METHOD, "", String.class)) {
                case "POST" -> begin(exchange);
                case "DELETE" -> end(exchange);
                default -> {} // asks only
            }
            Reply.with(exchange, Reply.JSON, JSON.writeValueAsBytes(state()));
        } finally {
            lock.unlock();
        }
    }

    private void begin(Exchange exchange) throws IOException {
        Duration patience = patience(exchange.getMessage().getBody(byte[].class));
        Audited.begin(exchange, "drain", null, shown(doors.drained()), Map.of(WITHIN, patience.toMillis() + "ms"));
        Drained begun = doors.drain(patience);
        LOG.info(
                "The gateway takes no new requests by order of an operator; {} answers may go on until {}",
                doors.openResponses(),
                begun.until());
    }

    /** Nothing is written down of what changes nothing. */
    private void end(Exchange exchange) {
        if (doors.drained().isPresent()) {
            Audited.begin(exchange, "drain.end", null, shown(doors.drained()), Map.of());
            doors.takeAgain();
            LOG.info("The gateway takes requests again by order of an operator");
        }
    }

    private static Map<String, ?> shown(Optional<Drained> state) {
        return state.map(drained -> Map.of(
                        "since", drained.since().toString(),
                        "until", drained.until().toString()))
                .orElse(Map.of());
    }

    private ObjectNode state() {
        Drained drained = doors.drained().orElse(null);
        return JSON.createObjectNode()
                .put("draining", drained != null)
                .put("since", drained == null ? null : drained.since().toString())
                .put("until", drained == null ? null : drained.until().toString())
                .put("open", doors.openResponses());
    }

    private Duration patience(byte @Nullable [] body) throws IOException {
        if (body == null || body.length == 0) {
            return doors.usualPatience();
        }
        try {
            JsonNode given = JSON.readTree(body);
            String within = given.path(WITHIN).textValue();
            if (given.isObject() && given.isEmpty()) {
                return doors.usualPatience();
            }
            if (within != null && given.size() == 1) {
                return PATIENCE.parser().apply(within);
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // said below
        }
        throw OpenRouterException.invalidRequest(
                "The body must be {\"within\":\"5m\"}, " + PATIENCE.allowed()
                        + ", or an empty object for openrouter.drain-timeout.",
                WITHIN);
    }
}
