/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.github.camelopenrouter.config.PemFile;
import io.github.camelopenrouter.config.SettingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a TLS server proves itself with.
 *
 * @param chain the server's own certificate first
 * @param key the private key of the first certificate, never shown
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {

    private static final byte[] PROBE = "camel-openrouter".getBytes(StandardCharsets.US_ASCII);

    /** @throws SettingException if the files cannot be read or do not belong together */
    static TlsIdentity read(PemFile certificate, PemFile key) {
        TlsIdentity identity = new TlsIdentity(certificate.certificates(), key.privateKey());
        if (!identity.isPair()) {
            throw key.refusal("whose key does not belong to the first certificate of " + certificate.fullKey());
        }
        return identity;
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }

    /** Whether the certificate's public key accepts what the private key has signed. */
    private boolean isPair() {
        PublicKey publicKey = chain.get(0).getPublicKey();
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm());
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private String signatureAlgorithm() {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
