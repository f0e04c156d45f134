/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code GET /admin/v1/openapi.yaml}: the description of the admin API, OpenAPI 3.1. */
final class OpenApiAnswer implements Processor {

    private static final String FILE = "openapi.yaml";

    @Override
    public void process(Exchange exchange) throws IOException {
        QueryParameters.of(exchange, Set.of());
        try (InputStream file = Objects.requireNonNull(OpenApiAnswer.class.getResourceAsStream(FILE), FILE)) {
            Reply.with(exchange, "application/yaml", file.readAllBytes());
        }
    }
}
