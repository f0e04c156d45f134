/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small HTTP proxy that wants a password: tunnels on CONNECT, forwards one request of absolute form a connection. */
public final class TestProxy implements AutoCloseable {

    private final ServerSocket server;
    private final String login;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private TestProxy(ServerSocket server, String login) {
        this.server = server;
        this.login = login;
    }

    /** @param login user and password with a colon between them */
    public static TestProxy start(String login) throws IOException {
        TestProxy proxy = new TestProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), login);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What the proxy could read: the heads of all requests to itself. */
    public List<String> heads() {
        return heads;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (!head.contains("Proxy-Authorization: Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))) {
                say(
                        client,
                        "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 4\r\n\r\nnope");
            } else if (head.startsWith("CONNECT nowhere.example:")) {
                say(client, "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnope");
            } else if (head.startsWith("CONNECT ")) {
                tunnel(client, head.split("[ :]")[2]);
            } else {
                forward(client, head);
            }
        } catch (IOException e) {
            // one of the two has left
        }
    }

    private void tunnel(Socket client, String port) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            say(client, "HTTP/1.1 200 Connected\r\n\r\n");
            pump(client, target);
        }
    }

    private void forward(Socket client, String head) throws IOException {
        URI uri = URI.create(head.split(" ")[1]);
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            say(
                    target,
                    head.replaceFirst(" \\S+ ", " " + uri.getRawPath() + " ")
                            .replaceFirst("Proxy-Authorization: [^\r]*\r\n", ""));
            pump(client, target);
        }
    }

    private void pump(Socket client, Socket target) throws IOException {
        threads.execute(() -> {
            try (target) {
                client.getInputStream().transferTo(target.getOutputStream());
            } catch (IOException e) {
                // a reset ends the tunnel as well
            }
        });
        target.getInputStream().transferTo(client.getOutputStream());
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
