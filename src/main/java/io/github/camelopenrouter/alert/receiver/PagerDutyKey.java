/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.webhook.LateAddress;
import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Puts the routing key into an event at the last moment: it stands in the body, which routes, traces and histories show. */
final class PagerDutyKey implements HttpClientConfigurer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LateAddress address;
    private final String key;

    PagerDutyKey(LateAddress address, String key) {
        this.address = address;
        this.key = key;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        address.configureHttpClient(builder);
        builder.addExecInterceptorFirst("openrouter-alerts-key", this::putKey);
    }

    private ClassicHttpResponse putKey(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        JsonNode event = JSON.readTree(EntityUtils.toByteArray(request.getEntity()));
        if (event instanceof ObjectNode object) {
            object.put("routing_key", key);
        }
        request.setEntity(new ByteArrayEntity(JSON.writeValueAsBytes(event), ContentType.APPLICATION_JSON));
        return chain.proceed(request, scope);
    }
}
