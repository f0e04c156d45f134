/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A private authority and what it has signed, made by the JDK's keytool: {@link #LOCALHOST} (EC, for localhost and
 * 127.0.0.1) and {@link #ELSEWHERE} (RSA, for another host), as PEM files and as TLS contexts.
 */
public final class TestCertificates {

    public static final String LOCALHOST = "localhost";
    public static final String ELSEWHERE = "elsewhere";

    private static final String AUTHORITY = "authority";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final KeyStore store;

    private TestCertificates(Path directory, KeyStore store) {
        this.directory = directory;
        this.store = store;
    }

    /** Takes about two seconds. */
    public static TestCertificates create(Path directory) throws Exception {
        Path file = directory.resolve("store.p12");
        keytool(file, AUTHORITY, "CN=Test Authority", "-keyalg", "EC", "-ext", "bc:c");
        keytool(
                file,
                LOCALHOST,
                "CN=localhost",
                "-keyalg",
                "EC",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-signer",
                AUTHORITY);
        keytool(
                file,
                ELSEWHERE,
                "CN=elsewhere.example",
                "-keyalg",
                "RSA",
                "-ext",
                "san=dns:elsewhere.example",
                "-signer",
                AUTHORITY);
        return new TestCertificates(directory, KeyStore.getInstance(file.toFile(), PASSWORD));
    }

    /** The authority's certificate. */
    public Path authority() throws Exception {
        return write(
                "authority.pem",
                pem("CERTIFICATE", store.getCertificate(AUTHORITY).getEncoded()));
    }

    /** The certificate of this name and its chain. */
    public Path certificate(String name) throws Exception {
        StringBuilder chain = new StringBuilder("subject=/CN=" + name + "\n");
        for (Certificate certificate : store.getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return write(name + ".pem", chain.toString());
    }

    /** The private key of this name, in PKCS#8 form. */
    public Path key(String name) throws Exception {
        PrivateKey key = (PrivateKey) store.getKey(name, PASSWORD);
        return write(name + "-key.pem", pem("PRIVATE KEY", key.getEncoded()));
    }

    /** A server that shows the certificate of this name. */
    public SSLContext server(String name) throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        own.setKeyEntry(name, store.getKey(name, PASSWORD), PASSWORD, store.getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A client that trusts the authority, and nobody else. */
    public SSLContext client() throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, store.getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    private static void keytool(Path store, String alias, String name, String... options) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-dname", name));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", "changeit"));
        command.addAll(List.of("-validity", "30"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(output);
        }
    }
}
