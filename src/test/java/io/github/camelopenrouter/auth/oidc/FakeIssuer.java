/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An issuer that publishes what a test wants, signs anything, and remembers what it was asked for. */
final class FakeIssuer implements AutoCloseable {

    static final String AUDIENCE = "gateway";
    static final String DISCOVERY = "/realms/test/.well-known/openid-configuration";
    static final String KEYS = "/keys";

    static final RSAKey RSA = rsa("rsa-1");
    static final RSAKey OTHER_RSA = rsa("rsa-2");
    static final ECKey EC = ec(Curve.P_256, "ec-1");

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String scheme;
    private volatile String keys = setOf(RSA, EC);
    private volatile String named;
    private volatile String keysAt;
    private volatile int status = 200;

    private FakeIssuer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        this.named = name();
        this.keysAt = address() + KEYS;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static FakeIssuer start() {
        try {
            return new FakeIssuer(HttpServer.create(anyPort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FakeIssuer startWithTls(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FakeIssuer(server, "https");
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String address() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As its tokens have it. */
    String name() {
        return address() + "/realms/test";
    }

    void publish(JWK... published) {
        keys = setOf(published);
    }

    /** Whatever it is. */
    void publish(String document) {
        keys = document;
    }

    void sayThatItIs(String issuer) {
        named = issuer;
    }

    void sayThatKeysStandAt(String url) {
        keysAt = url;
    }

    /** 200 for one that is there. */
    void answerWith(int code) {
        status = code;
    }

    /** How often anybody asked for this path. */
    long asked(String path) {
        return asked.stream().filter(path::equals).count();
    }

    int asked() {
        return asked.size();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        String discovery = JSON.writeValueAsString(Map.of("issuer", named, "jwks_uri", keysAt));
        byte[] body = (path.equals(DISCOVERY) ? discovery : keys).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", address() + KEYS);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Claims of a good token, to be changed. */
    Map<String, Object> claims(Clock clock) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", name());
        claims.put("aud", AUDIENCE);
        claims.put("sub", "service-a");
        claims.put("iat", now);
        claims.put("exp", now + 300);
        return claims;
    }

    /** A good token of this key. */
    static String sign(String algorithm, JWK key, Map<String, Object> claims) {
        return sign(Map.of("alg", algorithm, "kid", key.getKeyID(), "typ", "at+jwt"), key, claims);
    }

    static String sign(Map<String, Object> header, JWK key, Map<String, Object> claims) {
        try {
            return sign(JSON.writeValueAsString(header), signer(key), JSON.writeValueAsString(claims));
        } catch (IOException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs these very texts with the algorithm that the header names. */
    static String sign(String header, JWSSigner signer, String claims) throws IOException, JOSEException {
        String input = part(header) + "." + part(claims);
        JWSAlgorithm algorithm =
                JWSAlgorithm.parse(JSON.readTree(header).path("alg").asText());
        return input + "." + signer.sign(new JWSHeader(algorithm), input.getBytes(StandardCharsets.US_ASCII));
    }

    static String part(String json) {
        return Base64URL.encode(json).toString();
    }

    static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof ECKey ec
                ? new ECDSASigner(ec)
                : new RSASSASigner(key.toRSAKey(), Set.of(AllowWeakRSAKey.getInstance()));
    }

    static String setOf(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(Curve curve, String id) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
