/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that speaks TLS, after STARTTLS or from the first byte; GreenMail knows only the latter. */
final class TlsMailServer implements AutoCloseable {

    private final SSLContext tls;
    private final ServerSocket server;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    private TlsMailServer(SSLContext tls, ServerSocketFactory sockets) throws IOException {
        this.tls = tls;
        this.server = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "tls-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    static TlsMailServer withStartTls(SSLContext tls) throws IOException {
        return new TlsMailServer(tls, ServerSocketFactory.getDefault());
    }

    static TlsMailServer fromTheFirstByte(SSLContext tls) throws IOException {
        return new TlsMailServer(tls, tls.getServerSocketFactory());
    }

    int port() {
        return server.getLocalPort();
    }

    /** What was asked for, each with {@code tls} in front where nobody else could read it. */
    List<String> commands() {
        return commands;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                say(socket, "220 test");
                serve(socket);
            } catch (IOException e) {
                commands.add("broken off");
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
            commands.add((socket instanceof SSLSocket ? "tls " : "") + command);
            switch (command) {
                case "EHLO" ->
                    say(
                            socket,
                            "250-test\r\n250-" + (socket instanceof SSLSocket ? "AUTH PLAIN" : "STARTTLS")
                                    + "\r\n250 OK");
                case "AUTH" -> say(socket, "235 OK");
                case "STARTTLS" -> {
                    say(socket, "220 OK");
                    serve(encrypted(socket));
                    return;
                }
                case "DATA" -> {
                    say(socket, "354 OK");
                    while (!".".equals(in.readLine())) {
                        // the mail
                    }
                    say(socket, "250 OK");
                }
                default -> say(socket, "250 OK");
            }
        }
    }

    private Socket encrypted(Socket open) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(open, null, open.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
