/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.error.ForbiddenException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Refuses (403) what has not come straight from a program of this machine: the peer's address has to be one of loopback,
 * the {@code Host} a name of loopback or one that the operator has listed, and no proxy may have said that it was there. A
 * proxy on this machine that hides itself cannot be told from a program; so this alone lets nobody in.
 */
final class SameMachine implements Processor {

    private static final Pattern TRACE_OF_A_PROXY = Pattern.compile("forwarded|via|x-forwarded-.*");
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final Set<String> hosts;

    /** @param hosts in lower case, without a port */
    SameMachine(Set<String> hosts) {
        this.hosts = hosts;
    }

    @Override
    public void process(Exchange exchange) {
        if (!(exchange.getMessage() instanceof HttpMessage message && isLocal(message.getRequest()))) {
            throw new ForbiddenException("The token that the start has made is good for requests of the gateway's own"
                    + " machine alone, without a proxy in between: for others set openrouter.admin.token-file.");
        }
    }

    private boolean isLocal(HttpServerRequest request) {
        return isLoopback(request.remoteAddress())
                && isOurs(request.headers().getAll(HttpHeaders.HOST))
                && request.headers().names().stream()
                        .noneMatch(name -> TRACE_OF_A_PROXY
                                .matcher(name.toLowerCase(Locale.ROOT))
                                .matches());
    }

    /** Read from the connection, so an address and never a name. */
    private static boolean isLoopback(@Nullable SocketAddress peer) {
        try {
            String address = peer == null ? null : peer.hostAddress();
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean isOurs(List<String> named) {
        return named.size() == 1
                && (LocalRequest.isLoopback(named.get(0))
                        || hosts.contains(
                                PORT.matcher(named.get(0)).replaceFirst("").toLowerCase(Locale.ROOT)));
    }
}
