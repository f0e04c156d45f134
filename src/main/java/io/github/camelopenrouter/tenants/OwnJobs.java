/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.SmallJson;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Shows jobs to those alone who have begun them, and to everybody else as if there were none. */
final class OwnJobs {

    private static final int NOT_FOUND = 404;

    private final Jobs jobs;
    private final Owners owners;

    OwnJobs(Jobs jobs, Owners owners) {
        this.jobs = jobs;
        this.owners = owners;
    }

    /** In front of an attempt: a look at another's job is not made. */
    void check(Exchange exchange) {
        PassThroughPath path = PassThroughPath.ofCall(exchange);
        if (isLook(path) && !jobs.isOf(idIn(UpstreamTarget.of(exchange).path()), owners.of(exchange))) {
            throw unknown();
        }
    }

    /** Behind an answer: whose job has begun, and that one that is gone looks as one that never was. */
    void answered(Exchange exchange) throws IOException {
        PassThroughPath path = PassThroughPath.ofCall(exchange);
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (path == PassThroughPath.VIDEOS && status < 300) {
            String id = begun(exchange);
            if (id != null) {
                jobs.remember(id, owners.of(exchange));
            }
        } else if (isLook(path) && status == NOT_FOUND) {
            ErrorAnswer.answer(exchange, unknown());
        }
    }

    private static OpenRouterException unknown() {
        return Owners.unknown("Job");
    }

    private static boolean isLook(@Nullable PassThroughPath path) {
        return path == PassThroughPath.VIDEO || path == PassThroughPath.VIDEO_CONTENT;
    }

    /** The third part, as the table has it. */
    private static String idIn(String path) {
        return path.split("/")[3];
    }

    private static @Nullable String begun(Exchange exchange) throws IOException {
        Message answer = exchange.getMessage();
        if (answer.getBody() instanceof byte[] whole) {
            JsonNode id = SmallJson.JSON.readTree(whole).path("id");
            return id.isTextual() ? id.textValue() : null;
        }
        ResponseReport report = ResponseReport.of(exchange);
        ResponseFacts facts = report == null ? null : report.facts();
        return facts == null ? null : facts.id();
    }
}
