/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Credentials;
import io.github.camelopenrouter.spi.Membership;
import io.github.camelopenrouter.testing.Exchanges;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are good, and all that somebody could try with those that are not. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class OidcAuthenticatorTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final OidcSettings SETTINGS = new OidcSettings(
            List.of("replaced"),
            Set.of(FakeIssuer.AUDIENCE),
            "sub",
            "groups",
            "realm_access.roles",
            Map.of("platform-admins", Set.of(Role.ADMIN)));

    private FakeIssuer issuer;
    private FakeIssuer evil;
    private ManualTime time;
    private OidcAuthenticator authenticator;

    @BeforeAll
    void start() {
        issuer = FakeIssuer.start();
        evil = FakeIssuer.start();
    }

    @AfterAll
    void stop() {
        issuer.close();
        evil.close();
    }

    @BeforeEach
    void createAnew() {
        issuer.publish(FakeIssuer.RSA, FakeIssuer.EC);
        issuer.sayThatItIs(issuer.name());
        issuer.sayThatKeysStandAt(issuer.address() + FakeIssuer.KEYS);
        issuer.answerWith(200);
        time = new ManualTime();
        authenticator = authenticator(issuer.name(), user -> Membership.NONE);
    }

    private OidcAuthenticator authenticator(String name, Function<String, Membership> memberships) {
        OidcSettings settings = new OidcSettings(
                List.of(name),
                SETTINGS.audiences(),
                SETTINGS.userClaim(),
                SETTINGS.teamClaim(),
                SETTINGS.roleClaim(),
                SETTINGS.roles());
        Memberships known = new Memberships();
        known.set(memberships, team -> !team.startsWith("all-"));
        return OidcAuthenticator.of(settings, new IssuerClient(List.of()), known, time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void knowsWhomATokenOfAnRsaKeyIsOf(String algorithm) {
        assertThat(principal(FakeIssuer.sign(algorithm, FakeIssuer.RSA, claims())))
                .isEqualTo(service());
    }

    @ParameterizedTest
    @CsvSource({"ES256,P-256", "ES384,P-384", "ES512,P-521"})
    void knowsWhomATokenOfAnEllipticCurveIsOf(String algorithm, String curve) {
        JWK key = FakeIssuer.ec(Curve.parse(curve), "curve");
        issuer.publish(key);

        assertThat(principal(FakeIssuer.sign(algorithm, key, claims()))).isEqualTo(service());
    }

    @Test
    void knowsWhomATokenOfAnEdwardsCurveIsOf() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        issuer.publish(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                .keyID("ed-1")
                .build());
        String input = FakeIssuer.part("{\"alg\":\"EdDSA\",\"kid\":\"ed-1\"}") + "." + FakeIssuer.part(json(claims()));
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(pair.getPrivate());
        signing.update(input.getBytes(StandardCharsets.US_ASCII));
        byte[] signature = signing.sign();

        assertThat(principal(input + "." + Base64URL.encode(signature))).isEqualTo(service());
        signature[5] ^= 1;
        assertRefused(input + "." + Base64URL.encode(signature));
        assertRefused(input + "." + Base64URL.encode(new byte[3]));
    }

    @Test
    void readsTeamsAndRolesAndAddsWhatIsKnownOfTheUser() {
        Map<String, Object> claims = claims();
        claims.put("groups", List.of("support", "sales", "all-employees"));
        claims.put("realm_access", Map.of("roles", List.of("platform-admins", "anything")));
        OidcAuthenticator knowing = authenticator(
                issuer.name(),
                user -> user.equals("service-a")
                        ? new Membership(Set.of("finance"), Set.of(Role.LEAD))
                        : Membership.NONE);

        Principal principal = knowing.authenticate(shown(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims)));

        assertThat(principal)
                .isEqualTo(new Principal(
                        null, null, "service-a", Set.of(Role.ADMIN, Role.LEAD), Set.of("support", "sales", "finance")));
    }

    @Test
    void readsAClaimWhoseNameHasDotsAndOneTeamAsText() {
        OidcSettings settings = new OidcSettings(
                List.of(issuer.name()), SETTINGS.audiences(), "email", "https://example.com/team", null, Map.of());
        Map<String, Object> claims = claims();
        claims.put("email", "ada@example.com");
        claims.put("https://example.com/team", "support");

        assertThat(OidcAuthenticator.of(settings, new IssuerClient(List.of()), new Memberships(), time)
                        .authenticate(shown(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))))
                .isEqualTo(new Principal(null, null, "ada@example.com", Set.of(), Set.of("support")));
    }

    /** Keys and tokens of others are for others to know. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b.c", "ork-0123", "e30.e30.x", "..", "a..c", "eyJhbGciOiJub25lIn0.e30."})
    void saysNothingOfWhatIsNoToken(String shown) {
        assertThat(authenticator.authenticate(shown(shown))).isNull();
    }

    @Test
    void saysNothingOfTheTokensOfOthers() {
        Map<String, Object> claims = claims();
        claims.put("iss", issuer.name() + "/");
        assertThat(authenticator.authenticate(shown(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))))
                .isNull();
        claims.remove("iss");
        assertThat(authenticator.authenticate(shown(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))))
                .isNull();
    }

    Stream<Arguments> badClaims() {
        long now = new ManualTime().instant().getEpochSecond();
        return Stream.of(
                Arguments.of("no audience", without("aud")),
                Arguments.of("an ID token, whose audience is its client", Map.of("aud", "a-client")),
                Arguments.of("an audience that is no text", Map.of("aud", Map.of("gateway", true))),
                Arguments.of("a list without us", Map.of("aud", List.of("account", 1))),
                Arguments.of("no end", without("exp")),
                Arguments.of("an end in words", Map.of("exp", String.valueOf(now + 300))),
                Arguments.of("an end beyond time", Map.of("exp", 1e300)),
                Arguments.of("one that has expired", Map.of("exp", now - 61)),
                Arguments.of("ten years of life", Map.of("exp", now + 10 * 365 * 86_400L)),
                Arguments.of("a life of more than a day", Map.of("iat", now - 3600, "exp", now + 83_000)),
                Arguments.of("a long life by an issue in the future", Map.of("iat", now + 80_000, "exp", now + 90_000)),
                Arguments.of("not yet good", Map.of("nbf", now + 61)),
                Arguments.of("no user", without("sub")),
                Arguments.of("a user of two lines", Map.of("sub", "ada\nroot")),
                Arguments.of("an ID token of Keycloak's", Map.of("typ", "ID")),
                Arguments.of("a refresh token of Keycloak's", Map.of("typ", "Refresh")),
                Arguments.of("an ID token by its use", Map.of("token_use", "id")),
                Arguments.of("a token of an unknown use", Map.of("token_use", List.of("access"))),
                Arguments.of("an ID token by its hash", Map.of("at_hash", "x")),
                Arguments.of("one that is bound to a key", Map.of("cnf", Map.of("jkt", "x"))));
    }

    private static Map<String, Object> without(String claim) {
        Map<String, Object> change = new HashMap<>();
        change.put(claim, null);
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClaims")
    void refusesClaims(String what, Map<String, Object> changes) {
        Map<String, Object> claims = claims();
        changes.forEach((claim, value) -> {
            if (value == null) {
                claims.remove(claim);
            } else {
                claims.put(claim, value);
            }
        });

        assertRefused(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims));
    }

    @Test
    void takesTimesWithinTheSkewAndAudiencesInAList() {
        long now = time.instant().getEpochSecond();
        Map<String, Object> claims = claims();
        claims.putAll(
                Map.of("exp", now - 59, "nbf", now - 100, "iat", now - 200, "aud", List.of("account", "gateway")));
        assertThat(principal(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))).isEqualTo(service());
        claims.putAll(Map.of("exp", now + 86_399.5, "nbf", now + 59, "iat", now + 59));
        assertThat(principal(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))).isEqualTo(service());
        claims.remove("iat");
        assertThat(principal(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))).isEqualTo(service());
    }

    Stream<Arguments> badHeaders() {
        String elsewhere = evil.address() + FakeIssuer.KEYS;
        return Stream.of(
                Arguments.of("jku", elsewhere),
                Arguments.of("x5u", elsewhere),
                Arguments.of("jwk", FakeIssuer.OTHER_RSA.toPublicJWK().toJSONObject()),
                Arguments.of("x5c", List.of("MIIB")),
                Arguments.of("crit", List.of("exp")),
                Arguments.of("b64", false),
                Arguments.of("typ", "ID"),
                Arguments.of("typ", "logout+jwt"),
                Arguments.of("kid", 7),
                Arguments.of("kid", "../../../../dev/null"),
                Arguments.of("kid", elsewhere),
                Arguments.of("kid", "' OR 1=1 --"),
                Arguments.of("alg", "ES256"),
                Arguments.of("alg", "none"),
                Arguments.of("alg", "None"),
                Arguments.of("alg", 1));
    }

    /** All of them signed with a key that is published, and with one that is not. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badHeaders")
    void refusesHeadersAndAsksNobodyElse(String member, Object value) throws Exception {
        int asked = evil.asked();
        for (JWK key : List.of(FakeIssuer.RSA, FakeIssuer.OTHER_RSA)) {
            Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "kid", FakeIssuer.RSA.getKeyID()));
            header.put(member, value);
            String good = FakeIssuer.sign("RS256", key, claims());
            String signature = good.substring(good.lastIndexOf('.'));
            assertUnknown(FakeIssuer.part(json(header)) + "." + FakeIssuer.part(json(claims())) + signature);
            if (!member.equals("alg")) {
                assertUnknown(FakeIssuer.sign(header, key, claims()));
            }
        }
        assertThat(evil.asked()).isEqualTo(asked);
    }

    /** The oldest trick: what everybody knows, the public key, taken for a shared secret. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void refusesTheHashOfAPublicKey(String algorithm) throws Exception {
        byte[] der = FakeIssuer.RSA.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                der, pem.getBytes(), FakeIssuer.RSA.toPublicJWK().toJSONString().getBytes())) {
            assertUnknown(FakeIssuer.sign(header(algorithm), new MACSigner(secret), json(claims())));
        }
    }

    @Test
    void takesNoSharedSecretFromAnIssuerEither() throws Exception {
        byte[] secret = "0123456789-0123456789-0123456789-0123456789".getBytes();
        String set =
                new JWKSet(new OctetSequenceKey.Builder(secret).keyID("shared").build()).toString(false);
        assertThat(set).contains("\"oct\"");
        issuer.publish(set);

        assertUnknown(FakeIssuer.sign("{\"alg\":\"HS256\",\"kid\":\"shared\"}", new MACSigner(secret), json(claims())));
    }

    @Test
    void refusesOtherSignatures() throws Exception {
        String good = FakeIssuer.sign("ES256", FakeIssuer.EC, claims());
        String input = good.substring(0, good.lastIndexOf('.'));
        byte[] concatenated = new Base64URL(good.substring(good.lastIndexOf('.') + 1)).decode();
        assertThat(principal(good)).isEqualTo(service());

        assertRefused(input + "." + Base64URL.encode(ECDSA.transcodeSignatureToDER(concatenated)));
        assertRefused(input + "." + Base64URL.encode(new byte[64])); // r and s of zero
        assertRefused(input + ".AA");
        assertUnknown(input + ".");
        assertUnknown(input);
        assertUnknown(good + ".x");
        assertUnknown(good + "=");
        assertRefused(FakeIssuer.sign(header("RS256"), FakeIssuer.signer(FakeIssuer.OTHER_RSA), json(claims())));
        String changed = json(claims()).replace("service-a", "service-b");
        assertRefused(FakeIssuer.part(header("ES256")) + "." + FakeIssuer.part(changed)
                + good.substring(good.lastIndexOf('.')));
    }

    /** Of two members some reader takes the first, and another one the last. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"rsa-1\"} | \"sub\":\"a\"",
                "{\"alg\":\"none\",\"\\u0061lg\":\"RS256\",\"kid\":\"rsa-1\"} | \"sub\":\"a\"",
                "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"} | \"sub\":\"a\",\"sub\":\"root\"",
                "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"} | \"sub\":\"a\",\"x\":{\"y\":1,\"y\":2}",
                "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}{} | \"sub\":\"a\"",
                "[{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}] | \"sub\":\"a\""
            })
    void refusesMembersThatStandThereTwice(String header, String claims) throws Exception {
        Map<String, Object> others = claims();
        others.remove("sub");
        String all = "{" + claims + "," + json(others).substring(1);
        String input = FakeIssuer.part(header) + "." + FakeIssuer.part(all);
        String signature = FakeIssuer.signer(FakeIssuer.RSA)
                .sign(new JWSHeader(JWSAlgorithm.RS256), input.getBytes())
                .toString();

        assertUnknown(input + "." + signature);
    }

    @Test
    void leavesLongOnesUnread() {
        Map<String, Object> claims = claims();
        claims.put("padding", "x".repeat(5_000));
        assertThat(principal(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims))).isEqualTo(service());
        claims.put("padding", "x".repeat(6_500));
        String nineKilobytes = FakeIssuer.sign("RS256", FakeIssuer.RSA, claims);
        assertThat(nineKilobytes).hasSizeGreaterThan(9_000);

        assertThat(authenticator.authenticate(shown(nineKilobytes))).isNull();
    }

    /** Where the document is of somebody else, nothing of it is believed, nor its keys. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "x", "http://elsewhere"})
    void asksNoFurtherWhereAnotherIssuerAnswers(String more) {
        issuer.sayThatItIs(more.startsWith("http") ? more : issuer.name() + more);
        long before = issuer.asked(FakeIssuer.KEYS);

        assertRefused(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims()));
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/keys", "ftp://127.0.0.1/keys", "", "file:/etc/passwd"})
    void takesKeysFromNowhereThatIsNotSafe(String url) {
        issuer.sayThatKeysStandAt(url);

        assertRefused(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims()));
    }

    @Test
    void followsNoRedirect() {
        issuer.answerWith(302);
        long before = issuer.asked(FakeIssuer.KEYS);

        assertRefused(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims()));
        assertThat(issuer.asked(FakeIssuer.KEYS)).isEqualTo(before);
    }

    @Test
    void takesNoKeyThatIsForSomethingElseOrTooShort() throws Exception {
        String rsa = FakeIssuer.RSA.toPublicJWK().toJSONString();
        for (String more :
                List.of("\"use\":\"enc\"", "\"alg\":\"RSA-OAEP\"", "\"key_ops\":[\"encrypt\"]", "\"x\":1,\"x\":2")) {
            authenticator = authenticator(issuer.name(), user -> Membership.NONE);
            issuer.publish("{\"keys\":[" + rsa.substring(0, rsa.length() - 1) + "," + more + "]}");
            assertRefused(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims()));
        }
        JWK small = new RSAKeyGenerator(1024, true).keyID("small").generate();
        authenticator = authenticator(issuer.name(), user -> Membership.NONE);
        issuer.publish(small);
        assertRefused(FakeIssuer.sign(Map.of("alg", "RS256", "kid", "small"), small, claims()));
    }

    @Test
    void passesOverKeysThatItDoesNotKnow() {
        String rsa = FakeIssuer.RSA.toPublicJWK().toJSONString();
        issuer.publish("{\"keys\":[{\"kty\":\"new\"},7,{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"},"
                + rsa + "]}");

        assertThat(principal(FakeIssuer.sign("RS256", FakeIssuer.RSA, claims())))
                .isEqualTo(service());
    }

    @Test
    void takesATokenWithoutTheIdOfItsKey() {
        assertThat(principal(FakeIssuer.sign(Map.of("alg", "RS256"), FakeIssuer.RSA, claims())))
                .isEqualTo(service());
    }

    /** What it remembers of a token ends with the token. */
    @Test
    void refusesATokenThatHasExpiredMeanwhile() {
        String token = FakeIssuer.sign("RS256", FakeIssuer.RSA, claims());
        assertThat(principal(token)).isEqualTo(service());
        time.advanceMillis(299_000);
        assertThat(principal(token)).isEqualTo(service());
        time.advanceMillis(62_000);
        assertRefused(token);
    }

    private Map<String, Object> claims() {
        return issuer.claims(time);
    }

    private Principal principal(String token) {
        return authenticator.authenticate(shown(token));
    }

    private static Principal service() {
        return new Principal(null, null, "service-a", Set.of());
    }

    /** Known to nobody: refused here, or left to others, who do not know it either. */
    private void assertUnknown(String token) {
        try {
            assertThat(authenticator.authenticate(shown(token))).isNull();
        } catch (OpenRouterException e) {
            assertThat(e.status()).isEqualTo(401);
        }
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> authenticator.authenticate(shown(token)))
                .isInstanceOf(OpenRouterException.class)
                .hasMessage("The API key is not known to this gateway.")
                .extracting(failure -> ((OpenRouterException) failure).status())
                .isEqualTo(401);
    }

    private static Credentials shown(String secret) {
        return new Credentials(secret, Exchanges.empty().getMessage());
    }

    private static String header(String algorithm) {
        return json(
                Map.ofEntries(entry("alg", algorithm), entry("kid", algorithm.startsWith("ES") ? "ec-1" : "rsa-1")));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
