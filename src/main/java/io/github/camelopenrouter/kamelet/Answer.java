/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.response.OwnedStream;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.StreamOwner;
import io.github.camelopenrouter.response.UsageReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.IOHelper;

/** What came back from a call; its body may be an open stream. */
final class Answer {

    private final Exchange call;
    private final Message message;

    Answer(Exchange call) {
        this.call = call;
        this.message = call.getMessage();
    }

    void requireSuccess() {
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (status < 200 || status >= 300) {
            OpenRouterCallException failure = OpenRouterCallException.of(status, text(), wasCalled(status));
            if (call.getProperty(ErrorAnswer.REASON) instanceof IOException reason) {
                // of the connection: for the host's log, and in no message that a client may get
                failure.initCause(reason);
            }
            throw failure;
        }
    }

    /** The list of models is fetched by calls of its own; that a model is not on it takes none. */
    private boolean wasCalled(int status) {
        if (call.getProperty(OpenRouterConstants.OPERATION) instanceof Operation operation && operation.listsModels()) {
            return status >= 500;
        }
        return call.getProperty(OpenRouterConstants.ATTEMPTS, 0, Integer.class) > 0;
    }

    /** Whether a filter of the gateway's has not let it through. */
    boolean isBlocked() {
        ResponseReport report = ResponseReport.of(call);
        ResponseFacts facts = report == null ? null : report.facts();
        return facts != null && facts.outcome() == ResponseFacts.Outcome.BLOCKED;
    }

    boolean isEventStream() {
        return message.getHeader(Exchange.CONTENT_TYPE, "", String.class).startsWith("text/event-stream");
    }

    /** Reads the whole answer. */
    String text() {
        if (message.getBody() instanceof InputStream stream) {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw OpenRouterCallException.brokenOff(e);
            }
        }
        byte[] bytes = message.getBody(byte[].class);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    }

    /** The answer as a stream, which is the caller's from now on. */
    OwnedStream streamFor(Exchange caller) {
        OwnedStream stream = message.getBody() instanceof OwnedStream open
                ? open
                : new OwnedStream(message.getBody(InputStream.class));
        StreamOwner.of(caller, stream);
        return stream;
    }

    /** Of OpenRouter's bytes. */
    String contentType() {
        return message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class);
    }

    /** Tells what is known of an open stream: its id and the model that serves. */
    void describeStream(Message target) {
        ResponseReport report = ResponseReport.of(call);
        ResponseFacts facts = report == null ? null : report.begun();
        String id = message.getHeader("X-Generation-Id", String.class);
        ResultHeaders.id(target, id != null || facts == null ? id : facts.id());
        String served = facts == null ? null : facts.model();
        String sent = call.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        ResultHeaders.model(target, served != null ? served : sent);
    }

    /** Tells what a whole answer says about itself. */
    void describe(Message target, JsonNode json) {
        String id = message.getHeader("X-Generation-Id", String.class);
        ResultHeaders.id(target, json.path("id").asText(id));
        ResultHeaders.model(target, json.path("model").asText(null));
        ResultHeaders.usage(target, UsageReader.read(json.path("usage").toString()));
    }

    void close() {
        if (message.getBody() instanceof InputStream open) {
            IOHelper.close(open);
        }
    }
}
