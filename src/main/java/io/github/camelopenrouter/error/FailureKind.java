/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.camel.util.ObjectHelper;
import org.apache.hc.client5.http.ConnectTimeoutException;

/**
 * What went wrong with a call to OpenRouter, told by the status of its answer or by the exception in place of one. The one
 * list of statuses and exceptions: whoever retries, trips a breaker, chooses a key or answers a client asks here.
 */
public enum FailureKind {

    /** Nothing did. */
    NONE(Blame.NOBODY, false),
    /** A redirect, or an error that the same request would meet again. */
    REQUEST_REFUSED(Blame.CLIENT, false),
    /** The key, its account, or what either may do; a 403 may be about the request, too. */
    KEY_REFUSED(Blame.CLIENT, false),
    RATE_LIMITED(Blame.CLIENT, true),
    /** Source: OpenRouter's transient statuses, edge time-outs and overload among them. */
    VENDOR_FAILED(Blame.VENDOR, true),
    /** A status of 500 and above that waiting does not mend. */
    VENDOR_BROKEN(Blame.VENDOR, false),

    /** Nobody's fault, and nobody waits for an answer. */
    CLIENT_GONE(Blame.NOBODY, false),
    CONNECT_TIMEOUT(Blame.PLATFORM, true),
    TLS_FAILED(Blame.PLATFORM, true),
    NOT_REACHED(Blame.PLATFORM, true),
    /** One of our own clocks has ended it. No retry: the model may be generating already, and that is billed. */
    CALL_CUT(Blame.VENDOR, false),
    RESPONSE_TIMEOUT(Blame.VENDOR, true),
    INTERRUPTED(Blame.VENDOR, true),
    CONNECTION_BROKEN(Blame.VENDOR, true),
    /** A fault of our own or of a step of the operator's. */
    UNKNOWN(Blame.VENDOR, false);

    private enum Blame {
        NOBODY,
        CLIENT,
        VENDOR,
        PLATFORM
    }

    private record Sign(Class<? extends Throwable> exception, FailureKind kind) {}

    /** The first that stands among the causes counts, so those that say whom to blame come before the general ones. */
    private static final List<Sign> SIGNS = List.of(
            new Sign(ClientGoneException.class, CLIENT_GONE),
            new Sign(ConnectTimeoutException.class, CONNECT_TIMEOUT),
            new Sign(SSLException.class, TLS_FAILED),
            new Sign(ConnectException.class, NOT_REACHED),
            new Sign(UnknownHostException.class, NOT_REACHED),
            new Sign(NoRouteToHostException.class, NOT_REACHED),
            new Sign(CallCutException.class, CALL_CUT),
            new Sign(SocketTimeoutException.class, RESPONSE_TIMEOUT),
            new Sign(InterruptedIOException.class, INTERRUPTED),
            new Sign(IOException.class, CONNECTION_BROKEN));

    private final Blame blame;
    private final boolean isTransient;

    FailureKind(Blame blame, boolean isTransient) {
        this.blame = blame;
        this.isTransient = isTransient;
    }

    /** What an answer of this status is. */
    public static FailureKind ofStatus(int status) {
        return switch (status) {
            case 401, 402, 403 -> KEY_REFUSED;
            case 429 -> RATE_LIMITED;
            case 408, 500, 502, 503, 504, 524, 529 -> VENDOR_FAILED;
            default -> status < 300 ? NONE : status < 500 ? REQUEST_REFUSED : VENDOR_BROKEN;
        };
    }

    /** What this exception is; circuit breakers and Camel wrap what they let through, so its causes count. */
    public static FailureKind of(Throwable failure) {
        for (Sign sign : SIGNS) {
            if (ObjectHelper.getException(sign.exception(), failure) != null) {
                return sign.kind();
            }
        }
        return UNKNOWN;
    }

    /** Whether the same request may succeed a moment later. */
    public boolean isTransient() {
        return isTransient;
    }

    /** Whether it speaks against the vendor of the model; a wish for fewer requests does not. */
    public boolean isVendors() {
        return blame == Blame.VENDOR;
    }

    /** Whether OpenRouter cannot be reached at all, which says nothing of the vendor. */
    public boolean isPlatforms() {
        return blame == Blame.PLATFORM;
    }
}
