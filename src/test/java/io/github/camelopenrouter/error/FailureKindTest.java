/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, what trips whose breaker, and what is nobody's fault. */
class FailureKindTest {

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 524, 529})
    void statusThatMayPassIsTransient(int status) {
        assertThat(FailureKind.ofStatus(status).isTransient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 401, 402, 403, 404, 409, 413, 422, 451, 501, 505})
    void otherStatusIsNot(int status) {
        assertThat(FailureKind.ofStatus(status).isTransient()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 501, 502, 503, 504, 505, 524, 529, 599})
    void statusThatSpeaksAgainstTheVendor(int status) {
        assertThat(FailureKind.ofStatus(status).isVendors()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299, 301, 400, 401, 402, 403, 404, 422, 429, 499})
    void statusThatDoesNot(int status) {
        assertThat(FailureKind.ofStatus(status).isVendors()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403})
    void statusThatMayBeAboutTheKey(int status) {
        assertThat(FailureKind.ofStatus(status)).isEqualTo(FailureKind.KEY_REFUSED);
    }

    @Test
    void onlyTheConnectionsOwnFailuresAreTransient() {
        OpenRouterException clock = OpenRouterException.of(504, "late", null, null);
        assertThat(FailureKind.of(new IOException("reset")).isTransient()).isTrue();
        assertThat(FailureKind.of(new SocketTimeoutException("slow")).isTransient())
                .isTrue();
        assertThat(FailureKind.of(new ConnectException("refused")).isTransient())
                .isTrue();
        assertThat(FailureKind.of(new CallCutException(clock)).isTransient()).isFalse();
        assertThat(FailureKind.of(new ClientGoneException()).isTransient()).isFalse();
        assertThat(FailureKind.of(new IllegalStateException("ours")).isTransient())
                .isFalse();
    }

    @Test
    void whoCannotBeReachedIsThePlatform() {
        assertThat(FailureKind.of(new ConnectException("refused"))).isEqualTo(FailureKind.NOT_REACHED);
        assertThat(FailureKind.of(new UnknownHostException("host"))).isEqualTo(FailureKind.NOT_REACHED);
        assertThat(FailureKind.of(new NoRouteToHostException("net"))).isEqualTo(FailureKind.NOT_REACHED);
        assertThat(FailureKind.of(new ConnectTimeoutException("late"))).isEqualTo(FailureKind.CONNECT_TIMEOUT);
        assertThat(FailureKind.of(new SSLHandshakeException("tls"))).isEqualTo(FailureKind.TLS_FAILED);
        for (FailureKind kind : FailureKind.values()) {
            boolean unreached = kind == FailureKind.NOT_REACHED
                    || kind == FailureKind.CONNECT_TIMEOUT
                    || kind == FailureKind.TLS_FAILED;
            assertThat(kind.isPlatforms()).as(kind.name()).isEqualTo(unreached);
        }
    }

    @Test
    void brokenAnswerIsTheVendors() {
        assertThat(FailureKind.of(new SocketTimeoutException("slow"))).isEqualTo(FailureKind.RESPONSE_TIMEOUT);
        assertThat(FailureKind.of(new InterruptedIOException("now"))).isEqualTo(FailureKind.INTERRUPTED);
        assertThat(FailureKind.of(new IOException("reset")).isVendors()).isTrue();
        assertThat(FailureKind.of(new UnreachableException("a page of HTML")).isVendors())
                .isTrue();
    }

    @Test
    void wrappedCausesCountAndTheClientThatLeftBeforeAll() {
        assertThat(FailureKind.of(new RuntimeException(new IOException(new SSLException("tls")))))
                .isEqualTo(FailureKind.TLS_FAILED);
        ClientGoneException gone = new ClientGoneException();
        gone.initCause(new ConnectException("refused"));
        assertThat(FailureKind.of(new RuntimeException(gone))).isEqualTo(FailureKind.CLIENT_GONE);
    }
}
