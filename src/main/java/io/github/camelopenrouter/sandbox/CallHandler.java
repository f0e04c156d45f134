/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP exchange: reads the body, asks the {@link Router} for the answer and has it played. */
final class CallHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CallHandler.class);

    private final Vertx vertx;
    private final Router router;
    private final CallCounter.Call call;

    CallHandler(Vertx vertx, Router router, CallCounter.Call call) {
        this.vertx = vertx;
        this.router = router;
        this.call = call;
    }

    void handle(HttpServerRequest request) {
        ScriptPlayer player = new ScriptPlayer(vertx, request, call);
        EdgeHeaders.putOn(request.response());
        request.body().onSuccess(body -> player.play(answer(request, body))).onFailure(gone -> call.aborted());
    }

    /** A mistake in the sandbox must show as a 500 at once, not as a client that waits for ever. */
    private Script answer(HttpServerRequest request, Buffer body) {
        try {
            return router.answer(request, body);
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed to answer {} {}", request.method(), request.path(), e);
            return ApiError.of(500, "The sandbox itself failed: " + e).script(Api.CHAT);
        }
    }
}
