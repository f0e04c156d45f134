/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.config.Operation;
import io.github.camelopenrouter.stream.ClientLink;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * The call to OpenRouter that an exchange is making, so that others can end it: the client's leaving does, at any time
 * between the first connect and the last byte.
 */
public final class UpstreamCall {

    /** The Exchange property that holds it. */
    public static final String PROPERTY = "CamelOpenRouterUpstreamCall";

    private final ReentrantLock lock = new ReentrantLock();
    private final ClientLink client;
    private Cancellable current;
    private boolean aborted;

    private UpstreamCall(ClientLink client) {
        this.client = client;
    }

    /** Opens the call of this exchange and ties it to its client. */
    static UpstreamCall open(Exchange exchange) {
        ClientLink client = ClientLink.of(exchange);
        UpstreamCall call = new UpstreamCall(client);
        exchange.setProperty(PROPERTY, call);
        client.onGone(call::abort);
        return call;
    }

    /** The call of this exchange, null before it is opened. */
    static UpstreamCall of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, UpstreamCall.class);
    }

    /** The client has nothing to do but wait now. */
    void expectAnswer(Operation operation, boolean stream) {
        client.expect(operation, stream);
    }

    /** From here on {@link #abort()} ends this request; at once if it already has been called. */
    void started(Cancellable request) {
        boolean late;
        lock.lock();
        try {
            current = request;
            late = aborted;
        } finally {
            lock.unlock();
        }
        if (late) {
            request.cancel();
        }
    }

    /** Cuts the connection; whoever reads from it sees an IOException. Never blocks. */
    public void abort() {
        Cancellable request;
        lock.lock();
        try {
            aborted = true;
            request = current;
        } finally {
            lock.unlock();
        }
        if (request != null) {
            request.cancel();
        }
    }
}
