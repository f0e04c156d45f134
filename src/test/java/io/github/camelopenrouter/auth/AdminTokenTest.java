/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.testing.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {

    private static final String TOKEN = "0123456789-0123456789-0123456789";

    @TempDir
    private Path directory;

    @Test
    void makesItsHolderAnAdminAndNoClientOfThatLabel() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), TOKEN);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader("Authorization", "Bearer " + TOKEN);

        AdminAccess.of(Given.settings("openrouter.admin.token-file", file.toString()), Optional.empty(), "nobody")
                .process(exchange);

        assertThat(Principal.of(exchange)).isEqualTo(new Principal(null, null, "admin-token", Set.of(Role.ADMIN)));
        assertThat(exchange.getProperty(OpenRouterConstants.CLIENT_LABEL)).isEqualTo("admin-token");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }
}
