/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads the answer to a {@link GenerationRequest} while its connection is open: a small JSON object, as bytes. */
final class GenerationAnswer implements Processor {

    private static final int LARGEST = 1024 * 1024;

    @Override
    public void process(Exchange exchange) throws IOException {
        if (exchange.getMessage().getBody() instanceof InputStream body) {
            try (body) {
                exchange.getMessage().setBody(body.readNBytes(LARGEST));
                if (body.read() >= 0) {
                    throw OpenRouterException.badGateway("OpenRouter's answer about a cost is too long.");
                }
            }
        }
    }
}
