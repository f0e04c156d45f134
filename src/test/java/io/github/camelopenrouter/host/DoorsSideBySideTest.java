/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A door takes the requests of its own paths, whichever of two stands first. */
@Timeout(60)
class DoorsSideBySideTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listAndOneModelOfIt(boolean listFirst) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call ->
                        call.answer(200, "application/json", "{\"data\":[{\"id\":\"a/one\"},{\"id\":\"a/two\"}]}"));
                MainHost host = MainHost.with(
                                "openrouter.routes.enabled=true",
                                "openrouter.api-key=any",
                                "openrouter.base-url=" + upstream.baseUrl())
                        .start(doors(listFirst))) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.get("/team/v1/models").text()).contains("a/one", "a/two");
            assertThat(client.get("/team/v1/models/a/two").text())
                    .contains("a/two")
                    .doesNotContain("a/one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/v1/models,/y/v1/models", "/x/v1/models,/y/v1/models/"})
    void severalPathsAreNotOneWithCommas(String joined) throws Exception {
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"data\":[]}"));
                MainHost host = MainHost.with(
                                "openrouter.routes.enabled=true",
                                "openrouter.api-key=any",
                                "openrouter.base-url=" + upstream.baseUrl())
                        .start(door("models&path=/x/v1/models,/y/v1/models"))) {
            OneRequest client = new OneRequest(host.port());

            assertThat(client.get("/x/v1/models").status()).isEqualTo(200);
            assertThat(client.get("/y/v1/models").status()).isEqualTo(200);
            assertThat(client.get(joined).status()).isEqualTo(404);
        }
    }

    private static RouteBuilder[] doors(boolean listFirst) {
        RouteBuilder list = door("models&path=/team/v1/models");
        RouteBuilder one = door("model&path=/team/v1/models/");
        return listFirst ? new RouteBuilder[] {list, one} : new RouteBuilder[] {one, list};
    }

    private static RouteBuilder door(String operation) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source?operation=" + operation).to("kamelet:openrouter-upstream-sink");
            }
        };
    }
}
