/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/**
 * In the sandbox the gateway has more doors: {@code GET /sandbox} lists the special models and what each does, {@code GET
 * /sandbox/billed} what each call has cost. The latter and {@code POST /sandbox/generation-delay} are for the gateway's
 * clients only.
 */
final class SandboxDoor extends RouteBuilder {

    private final String baseUrl;

    SandboxDoor(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    @Override
    public void configure() {
        RouteDefinition listing =
                door("/sandbox", "GET,HEAD", "openrouter-door-sandbox").description("Lists what the sandbox can play");
        answer(listing, "GET", "/sandbox", "sandbox-listing");
        RouteDefinition billed = door("/sandbox/billed", "GET,HEAD", "openrouter-door-sandbox-billed")
                .description("Lists what the sandbox has billed");
        answer(guarded(billed), "GET", "/sandbox/billed", "sandbox-ledger");
        RouteDefinition delay = door("/sandbox/generation-delay", "POST", "openrouter-door-sandbox-delay")
                .description("Says when the sandbox knows what a call has cost");
        answer(guarded(delay), "POST", "/sandbox/generation-delay", "sandbox-delay");
    }

    private RouteDefinition door(String path, String methods, String id) {
        return from("platform-http:" + path + "?httpMethodRestrict=" + methods).routeId(id);
    }

    private static RouteDefinition guarded(RouteDefinition door) {
        return door.routeConfigurationId("openrouter-errors").process("openrouter-guard");
    }

    private void answer(RouteDefinition door, String method, String path, String id) {
        door.removeHeaders("*", "CamelHttpQuery")
                .setBody(simple("${null}"))
                .setHeader("CamelHttpMethod", constant(method))
                .to(baseUrl + path + "?copyHeaders=false&throwExceptionOnFailure=false")
                .id(id)
                .removeHeaders("*", "Content-Type", "CamelHttpResponseCode");
    }
}
