/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A way to a server on which nothing moves for a while, without anybody being told. */
final class StandingLink implements AutoCloseable {

    private final ServerSocket server;
    private final URI target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile @Nullable CountDownLatch standing;

    private StandingLink(ServerSocket server, URI target) {
        this.server = server;
        this.target = target;
    }

    /** @param url of a database */
    static StandingLink to(String url) throws IOException {
        StandingLink link = new StandingLink(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(url.substring("jdbc:".length())));
        start(link::accept);
        return link;
    }

    /** The same database on this way. */
    String url() {
        return "jdbc:postgresql://localhost:" + server.getLocalPort() + target.getPath() + "?" + target.getQuery();
    }

    void standStill() {
        standing = new CountDownLatch(1);
    }

    void goOn() {
        CountDownLatch stood = standing;
        standing = null;
        if (stood != null) {
            stood.countDown();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket there = new Socket(target.getHost(), target.getPort());
                sockets.addAll(List.of(client, there));
                start(() -> carry(client, there));
                start(() -> carry(there, client));
            }
        } catch (IOException e) {
            closeAll(); // the test has ended
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] some = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                CountDownLatch stands = standing;
                if (stands != null) {
                    stands.await();
                }
                out.write(some, 0, length);
            }
        } catch (IOException e) {
            sockets.removeAll(List.of(from, to)); // one of the two has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "standing-link");
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                sockets.remove(socket);
            }
        }
    }

    @Override
    public void close() throws IOException {
        goOn();
        server.close();
        closeAll();
    }
}
