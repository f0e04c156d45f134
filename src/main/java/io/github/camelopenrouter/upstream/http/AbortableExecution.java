/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.call.CallTrace;
import io.github.camelopenrouter.upstream.UpstreamAttempt;
import io.github.camelopenrouter.upstream.UpstreamCall;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call end when nobody wants it any more: ties the request to the exchange's {@link UpstreamAttempt}, and lets
 * a close before the end of the answer cut the connection. Tells the attempt what arrives, and lets it judge what
 * breaks.
 *
 * <p>HttpClient would read the rest of the answer instead, to use the connection again: for a stream that means paying
 * for every remaining token.
 */
final class AbortableExecution implements ExecChainHandler {

    /** Where camel-http puts the Exchange while an activity listener is set. */
    private static final String EXCHANGE = "org.apache.camel.Exchange";

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Exchange exchange = exchangeOf(scope.clientContext);
        UpstreamCall call = UpstreamCall.begun(exchange);
        UpstreamAttempt running = call.current();
        trace(call, request);
        call.started(running, (Cancellable) scope.originalRequest, exchange);
        ClassicHttpResponse response;
        try {
            response = chain.proceed(request, scope);
        } catch (IOException e) {
            call.ended(running);
            throw running.judge(e);
        } catch (IllegalStateException e) { // how a cut between connect and send shows
            call.ended(running);
            throw running.judge(new IOException("The call was ended while it was being sent", e));
        } catch (HttpException | RuntimeException e) {
            call.ended(running);
            throw e;
        }
        call.head(running, response.getCode(), generationId(response));
        if (response.getEntity() == null) {
            call.ended(running);
        } else {
            running.expects(response.getEntity().getContentLength());
            response.setEntity(new CutOffEntity(response.getEntity(), scope.execRuntime, call, running));
        }
        return response;
    }

    /** What a client has said of its trace goes up as it is, unless the gateway has a span of its own there. */
    private static void trace(UpstreamCall call, ClassicHttpRequest request) {
        CallTrace trace = call.trace();
        if (trace != null) {
            request.removeHeaders("traceparent");
            request.removeHeaders("tracestate");
            trace.attempt(
                    call.attempts(), call.current().model(), request.getMethod(), uriOf(request), request::setHeader);
        }
    }

    private static @Nullable URI uriOf(ClassicHttpRequest request) {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            return null; // the request itself will fail
        }
    }

    private static @Nullable String generationId(ClassicHttpResponse response) {
        Header id = response.getFirstHeader("X-Generation-Id");
        return id == null ? null : id.getValue();
    }

    static UpstreamCall callOf(HttpContext context) {
        return UpstreamCall.begun(exchangeOf(context));
    }

    private static Exchange exchangeOf(HttpContext context) {
        return (Exchange) context.getAttribute(EXCHANGE);
    }

    private static final class CutOffEntity extends HttpEntityWrapper {

        private final ExecRuntime runtime;
        private final UpstreamCall call;
        private final UpstreamAttempt running;
        private @Nullable InputStream content;

        CutOffEntity(HttpEntity entity, ExecRuntime runtime, UpstreamCall call, UpstreamAttempt running) {
            super(entity);
            this.runtime = runtime;
            this.call = call;
            this.running = running;
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                content = new CutOffStream(super.getContent(), runtime, call, running);
            }
            return content;
        }
    }

    static final class CutOffStream extends FilterInputStream {

        private final ExecRuntime runtime;
        private final UpstreamCall call;
        private final UpstreamAttempt running;
        private boolean ended;

        CutOffStream(InputStream in, ExecRuntime runtime, UpstreamCall call, UpstreamAttempt running) {
            super(in);
            this.runtime = runtime;
            this.call = call;
            this.running = running;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /** At the end of the answer HttpClient has put the connection back by itself. */
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            int read = readOrJudge(buffer, offset, length);
            if (read < 0) {
                end();
                running.atEnd();
            } else {
                running.bytes(read);
            }
            return read;
        }

        @Override
        public void close() {
            if (!ended) {
                end();
                running.leftUnread();
                runtime.discardEndpoint();
            }
        }

        private int readOrJudge(byte[] buffer, int offset, int length) throws IOException {
            running.awaitsBytes();
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                end();
                running.brokeUninspected();
                runtime.discardEndpoint();
                throw running.judge(e);
            }
        }

        private void end() {
            ended = true;
            call.ended(running);
        }
    }
}
