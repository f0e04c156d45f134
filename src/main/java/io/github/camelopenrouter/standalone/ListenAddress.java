/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.impl.HttpServerImpl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Where one of the two servers of the standalone start is to listen, as its properties say, and whether it does.
 *
 * @param prefix what the names of those properties begin with, for the sentences: {@code camel.server} or {@code
 *     camel.management}
 * @param port 0 for any free one
 */
record ListenAddress(String prefix, String scheme, String host, int port) {

    /**
     * Reads {@code <prefix>.host} and {@code <prefix>.port} of the gateway's own server.
     *
     * @throws SettingException if the port is none, or the server is switched off
     */
    static ListenAddress readRequired(CamelContext context, String prefix, String scheme, String defaultPort) {
        String enabled = property(context, prefix + ".enabled", "true").strip();
        if (!enabled.equalsIgnoreCase("true")) {
            throw new SettingException(
                    prefix + ".enabled=" + enabled + " would leave the gateway without a port to serve on: remove it.");
        }
        return read(context, prefix, scheme, defaultPort);
    }

    /**
     * Reads {@code <prefix>.host} and {@code <prefix>.port}.
     *
     * @throws SettingException if the port is none
     */
    static ListenAddress read(CamelContext context, String prefix, String scheme, String defaultPort) {
        String host = property(context, prefix + ".host", StandaloneDefaults.HOST);
        String port = property(context, prefix + ".port", defaultPort);
        return new ListenAddress(prefix, scheme, host, parsePort(port, prefix));
    }

    ListenAddress withPort(int actual) {
        return new ListenAddress(prefix, scheme, host, actual);
    }

    /**
     * Asked before Camel starts, because Camel itself only warns about a port that is taken.
     *
     * @throws SettingException if nobody could listen here
     */
    void requireFree() {
        try (Socket probe = new Socket()) { // a ServerSocket would listen for a moment, and reset who connects in that
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new SettingException(
                    named(prefix, "host") + " is \"" + host + "\", but must be an address or name of this machine.");
        } catch (IOException e) {
            throw new SettingException(cannotListen(e.getMessage()));
        }
    }

    /** The sentence for a server that could not have its port. */
    String cannotListen(@Nullable String reason) {
        return "The gateway cannot listen on " + this + " (" + reason + "): free that port or set another one with "
                + variable(prefix, "port") + " (or " + prefix + ".port).";
    }

    /** The port on which the server that was configured with this one listens, 0 or less where it does not. */
    int listeningPort(CamelContext context) {
        return context.hasServices(VertxPlatformHttpServer.class).stream()
                .filter(server -> server.getConfigurationPort() == port && isListening(server.getServer()))
                .mapToInt(server -> server.getServer().actualPort())
                .findFirst()
                .orElse(-1);
    }

    /** As a URL without a path. */
    @Override
    public String toString() {
        return scheme + "://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    static String property(CamelContext context, String key, String fallback) {
        return context.getPropertiesComponent().resolveProperty(key).orElse(fallback);
    }

    private static int parsePort(String text, String prefix) {
        try {
            int port = Integer.parseInt(text.trim());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new SettingException(named(prefix, "port") + " is \"" + text
                + "\", but must be a whole number from 0 to 65535, where 0 means any free port.");
    }

    private static String named(String prefix, String what) {
        return prefix + "." + what + " (" + variable(prefix, what) + ")";
    }

    private static String variable(String prefix, String what) {
        return (prefix + "." + what).toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Its port alone does not say so: a server that could not have it still names the one it wanted. */
    private static boolean isListening(HttpServer server) {
        return server instanceof HttpServerImpl vertx && vertx.isListening();
    }
}
