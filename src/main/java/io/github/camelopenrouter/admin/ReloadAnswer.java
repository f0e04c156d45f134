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

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.spi.Reloadable;
import io.github.camelopenrouter.spi.Reloadable.Reloaded;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /admin/v1/reload}: reads again what can be, as {@code
 * {"revision","reloaded":[{"setting","source","problem"}]}}. The revision counts the reloads of this process: what two
 * answers with the same number tell is the same.
 */
final class ReloadAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadAnswer.class);

    private static final String ACTION = "reload";

    private final ReentrantLock lock = new ReentrantLock();
    private long revision;

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        lock.lock();
        try {
            Audited.begin(exchange, ACTION, null, Map.of("revision", revision + 1));
            List<Reloaded> reloaded = reload(exchange);
            revision++;
            LOG.info("Reload {} has read {} sources again", revision, reloaded.size());
            writeDownWhatFailed(exchange, reloaded);
            Reply.with(exchange, Reply.JSON, JSON.writeValueAsBytes(json(reloaded)));
        } finally {
            lock.unlock();
        }
    }

    private static List<Reloaded> reload(Exchange exchange) {
        try {
            return exchange.getContext().getRegistry().findByType(Reloadable.class).stream()
                    .flatMap(one -> one.reload().stream())
                    .sorted(Comparator.comparing(Reloaded::setting).thenComparing(Reloaded::source))
                    .toList();
        } catch (RuntimeException e) {
            Audited.failed(exchange, ACTION, null, e.getClass().getSimpleName());
            throw e;
        }
    }

    private static void writeDownWhatFailed(Exchange exchange, List<Reloaded> reloaded) {
        for (Reloaded one : reloaded) {
            if (one.problem() != null) {
                Audited.failed(exchange, ACTION, one.setting(), one.problem());
            }
        }
    }

    private ObjectNode json(List<Reloaded> reloaded) {
        ObjectNode answer = JSON.createObjectNode().put("revision", revision);
        ArrayNode rows = answer.putArray("reloaded");
        reloaded.forEach(one -> rows.addObject()
                .put("setting", one.setting())
                .put("source", one.source())
                .put("problem", one.problem()));
        return answer;
    }
}
