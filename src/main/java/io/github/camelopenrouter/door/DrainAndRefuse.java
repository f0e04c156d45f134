/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers a request whose body has not been read to its end.
 *
 * <p>Closing at once would reset the connection under a client that is still sending, and the answer would be lost. So
 * the rest is read and dropped, up to 100 MB or 5 s, and the connection closed after that.
 */
final class DrainAndRefuse {

    private static final long MOST_BYTES = 100L * 1024 * 1024;
    private static final long LONGEST_MILLIS = 5_000;
    private static final long GRACE_MILLIS = 200;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final long timer;
    private long dropped;

    private DrainAndRefuse(Vertx vertx, HttpServerRequest request) {
        this.vertx = vertx;
        this.request = request;
        this.timer = vertx.setTimer(LONGEST_MILLIS, id -> close());
    }

    /** @param answer writes the refusal; runs at once, on the event loop */
    static void answer(Vertx vertx, HttpServerRequest request, Runnable answer) {
        if (hasAllArrived(request)) {
            answer.run();
        } else {
            answerAndClose(vertx, request, answer);
        }
    }

    /** The same, for a connection on which nothing more is wanted. */
    static void answerAndClose(Vertx vertx, HttpServerRequest request, Runnable answer) {
        DrainAndRefuse refusal = new DrainAndRefuse(vertx, request);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.exceptionHandler(gone -> vertx.cancelTimer(refusal.timer));
        if (request.isEnded()) {
            refusal.closeSoon();
        } else {
            request.endHandler(end -> refusal.closeSoon());
            request.handler(chunk -> refusal.drop(chunk.length()));
        }
        answer.run();
        request.resume();
    }

    private static boolean hasAllArrived(HttpServerRequest request) {
        if (request.isEnded()) {
            return true;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null && (length == null || length.equals("0"));
    }

    private void drop(int bytes) {
        dropped += bytes;
        if (dropped > MOST_BYTES) {
            close();
        }
    }

    private void closeSoon() {
        vertx.cancelTimer(timer);
        vertx.setTimer(GRACE_MILLIS, id -> close());
    }

    private void close() {
        vertx.cancelTimer(timer);
        request.connection().close();
    }
}
