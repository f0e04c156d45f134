/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * The stock Camel way, for comparison: platform-http to camel-http as they come, the body passed through untouched. Only
 * what a proxy cannot do without is set: the key, and errors as answers. Arguments: port, base URL of the upstream.
 */
final class StockCamel extends RouteBuilder {

    private final String upstream;

    private StockCamel(String upstream) {
        this.upstream = upstream;
    }

    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", arguments[0]);
        main.addInitialProperty("camel.server.maxBodySize", "67108864");
        main.configure().addRoutesBuilder(new StockCamel(arguments[1]));
        main.run();
    }

    @Override
    public void configure() {
        from("platform-http:/v1/chat/completions?httpMethodRestrict=POST")
                .streamCache("false")
                .removeHeaders("CamelHttp*")
                .setHeader("Authorization", constant("Bearer bench"))
                .to(upstream + "/chat/completions?httpMethod=POST&throwExceptionOnFailure=false");
    }
}
