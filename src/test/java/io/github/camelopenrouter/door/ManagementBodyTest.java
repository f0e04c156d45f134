/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.Given;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies on the management port, which are read before anybody has shown a token. */
class ManagementBodyTest extends HttpTest {

    private static final int LARGEST = 1024 * 1024;

    private static final String ROUTE = """
            - route:
                id: mine
                routeConfigurationId: openrouter-errors
                streamCache: "false"
                from:
                  uri: platform-http:/admin/mine
                  parameters:
                    httpMethodRestrict: POST
                    platformHttpEngine: "#openrouter-management-engine"
                  steps:
                    - to: direct:openrouter-chat-completions
            """;

    private static final AdminToken TOKEN = AdminToken.create();

    ManagementBodyTest() {
        super("camel.management.enabled=true", "camel.management.port=0", TOKEN.setting());
    }

    @BeforeAll
    void addRoute() throws Exception {
        PluginHelper.getRoutesLoader(gateway.context()).loadRoutes(ResourceHelper.fromString("mine.yaml", ROUTE));
    }

    @Test
    void isRefusedBeyondOneMegabyteWhoeverSendsIt() throws Exception {
        OneRequest.Answer answer = operator().post("/admin/mine", " ".repeat(LARGEST + 1));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("larger than 1048576 bytes (the limit of the management port)");
    }

    @Test
    void callsOpenRouterUpToThere() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"choices\":[]}"));
        String request = Door.CHAT.plain();

        OneRequest.Answer answer =
                operator().post("/admin/mine", request + " ".repeat(LARGEST - request.length()), TOKEN.header());

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void takesAFixedRoomBesideTheGatewaysOwn() {
        CamelContext context = Given.context("openrouter.max-buffered-bytes", "1GB");

        assertThat(management(context).maxBuffered().bytes()).isEqualTo(16 * LARGEST);
    }

    @Test
    void takesNoMoreThanTheGatewaysOwn() {
        CamelContext context =
                Given.context("openrouter.max-buffered-bytes", "2MB", "openrouter.max-request-bytes", "10KB");

        assertThat(management(context).maxBuffered())
                .isEqualTo(new ByteLimit(2 * LARGEST, "openrouter.max-buffered-bytes"));
        assertThat(management(context).maxRequest())
                .isEqualTo(new ByteLimit(10 * 1024, "openrouter.max-request-bytes"));
    }

    private static EngineOptions management(CamelContext context) {
        return DoorSettings.ofManagement(Settings.load(context, ""), context);
    }

    private OneRequest operator() throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort());
    }
}
