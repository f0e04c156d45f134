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

/** In the sandbox the gateway has one more door: {@code GET /sandbox} lists the special models and what each does. */
final class SandboxDoor extends RouteBuilder {

    private final String baseUrl;

    SandboxDoor(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    @Override
    public void configure() {
        from("platform-http:/sandbox?httpMethodRestrict=GET,HEAD")
                .routeId("openrouter-door-sandbox")
                .description("Lists what the sandbox can play")
                .removeHeaders("*")
                .setHeader("CamelHttpMethod", constant("GET"))
                .to(baseUrl + "/sandbox?copyHeaders=false")
                .id("sandbox-listing")
                .removeHeaders("*", "Content-Type");
    }
}
