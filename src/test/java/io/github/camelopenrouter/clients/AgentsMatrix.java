/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.Documents;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Coding agents, one after the other, against one gateway in front of the sandbox. */
final class AgentsMatrix {

    private static final Logger LOG = LoggerFactory.getLogger(AgentsMatrix.class);
    private static final String BEGIN = "<!-- agents:begin -->";
    private static final String END = "<!-- agents:end -->";

    /** Where every attempt of every call goes by. */
    private static final String ATTEMPT = "direct://openrouter-attempt";

    private final List<Cell> cells = new ArrayList<>();

    private AgentsMatrix() {}

    /** @param folder an empty one, for their homes */
    static AgentsMatrix of(List<Agent> agents, Path folder) throws Exception {
        AgentsMatrix matrix = new AgentsMatrix();
        AtomicInteger calls = new AtomicInteger();
        try (TestGateway gateway = TestGateway.startingWith(counting(calls)).awaitStart()) {
            for (Agent agent : agents) {
                Path own = Files.createDirectories(folder.resolve(agent.folder()));
                List<Cell> row = new AgentRun(agent, gateway.uri(""), calls, own).cells();
                row.stream()
                        .filter(cell -> cell.status() == Cell.Status.SKIP)
                        .forEach(cell -> LOG.warn("Not tried: {}", cell));
                matrix.cells.addAll(row);
            }
        }
        return matrix;
    }

    private static RouteBuilder counting(AtomicInteger calls) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                getContext().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
                    @Override
                    public void notify(CamelEvent event) {
                        if (event instanceof ExchangeSendingEvent sending && isPaid(sending)) {
                            calls.incrementAndGet();
                        }
                    }
                });
            }
        };
    }

    /** The model list costs nothing. */
    private static boolean isPaid(ExchangeSendingEvent sending) {
        return sending.getEndpoint().getEndpointUri().equals(ATTEMPT)
                && sending.getExchange().getProperty(OpenRouterConstants.OPERATION) != Operation.MODELS;
    }

    String markdown() {
        return new ConformanceTable(cells, AgentTask.values()).markdown();
    }

    void assertThatNoneFailed() {
        assertThat(cells).filteredOn(cell -> cell.status() == Cell.Status.FAIL).isEmpty();
    }

    /** Versions and notes may lag behind, marks may not. */
    void assertThatTheDocumentsShowIt() throws Exception {
        String documents = Documents.read().text();
        Map<String, List<String>> shown =
                ConformanceTable.rows(documents.substring(documents.indexOf(BEGIN), documents.indexOf(END)));
        ConformanceTable.rows(markdown()).forEach((agent, marks) -> {
            if (!ConformanceTable.isUntried(marks)) {
                assertThat(shown.get(agent))
                        .as("The row of %s in the documents", agent)
                        .isEqualTo(marks);
            }
        });
    }
}
