/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key of an issuer's, good for the algorithms of its kind alone: a shared secret is none, and no public key can be
 * taken for one.
 *
 * @param id only to be compared
 * @param algorithms by the names that a token's header has
 */
record SigningKey(@Nullable String id, Set<String> algorithms, JWSVerifier verifier) {

    private static final int SHORTEST_RSA = 2048;
    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    /** Not its certificates, nor what is private in it. */
    private static final List<String> PUBLIC_MEMBERS =
            List.of("kty", "kid", "use", "key_ops", "alg", "n", "e", "crv", "x", "y");

    /** Of an entry of a JWK set; nothing for one that signs no tokens or that nobody here knows. */
    static Optional<SigningKey> of(JsonNode entry) {
        try {
            return entry instanceof ObjectNode object ? of(parse(object)) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static JWK parse(ObjectNode entry) throws ParseException {
        return JWK.parse(entry.deepCopy().retain(PUBLIC_MEMBERS).toString());
    }

    private static Optional<SigningKey> of(JWK key) throws JOSEException {
        boolean signs = (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
        return signs ? verifying(key).filter(known -> !known.algorithms().isEmpty()) : Optional.empty();
    }

    private static Optional<SigningKey> verifying(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa && rsa.size() >= SHORTEST_RSA) {
            return Optional.of(new SigningKey(key.getKeyID(), named(key, RSA), new RSASSAVerifier(rsa)));
        }
        if (key instanceof ECKey ec) {
            ECDSAVerifier verifier = new ECDSAVerifier(ec);
            String algorithm = verifier.supportedECDSAAlgorithm().getName();
            Set<String> known = algorithm.equals("ES256K") ? Set.of() : named(key, Set.of(algorithm));
            return Optional.of(new SigningKey(key.getKeyID(), known, verifier));
        }
        if (key instanceof OctetKeyPair edwards) {
            Set<String> known = named(key, Set.of(JWSAlgorithm.EdDSA.getName()));
            return Optional.of(new SigningKey(key.getKeyID(), known, Ed25519Verifier.of(edwards)));
        }
        return Optional.empty();
    }

    /** The one that the key names, if its kind has that, or else all. */
    private static Set<String> named(JWK key, Set<String> ofItsKind) {
        if (key.getAlgorithm() == null) {
            return ofItsKind;
        }
        String only = key.getAlgorithm().getName();
        return ofItsKind.contains(only) ? Set.of(only) : Set.of();
    }

    /** Whether it has signed this. */
    boolean hasSigned(Token token) {
        if (!algorithms.contains(token.algorithm())) {
            return false;
        }
        try {
            return verifier.verify(
                    new JWSHeader(JWSAlgorithm.parse(token.algorithm())),
                    token.signedInput(),
                    new Base64URL(token.signature()));
        } catch (JOSEException e) {
            return false;
        }
    }
}
