/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file that a setting names (RFC 7468); what stands between its blocks is skipped.
 *
 * @param fullKey the setting, for the sentence that refuses the file
 */
public record PemFile(String fullKey, String path) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    /** The algorithms of keys in certificates for TLS; the encoded key fits exactly one of them. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private record Block(String label, byte[] content) {}

    /**
     * All certificates, in the file's order.
     *
     * @throws SettingException if there is none
     */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(block.content()));
            }
        }
        if (certificates.isEmpty()) {
            throw refusal("which holds no certificate (a block that begins with -----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    /**
     * The first private key.
     *
     * @throws SettingException if there is none, or one in another form than PKCS#8
     */
    public PrivateKey privateKey() {
        for (Block block : blocks()) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return privateKey(block.content());
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw refusal("whose key is encrypted: decrypt it with 'openssl pkcs8 -in key.pem -out plain.pem'");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw refusal("whose key is not in PKCS#8 form:"
                            + " convert it with 'openssl pkcs8 -topk8 -nodes -in key.pem -out pkcs8.pem'");
                default -> {
                    // a certificate or parameters in front of the key
                }
            }
        }
        throw refusal("which holds no private key (a block that begins with -----BEGIN PRIVATE KEY-----)");
    }

    /** A sentence about this file. */
    public SettingException refusal(String whatIsWrong) {
        return new SettingException(fullKey + " names the file \"" + Redacted.of(path) + "\", " + whatIsWrong + ".");
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text());
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw refusal("which is no valid PEM");
            }
        }
        return blocks;
    }

    private String text() {
        try {
            return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        } catch (IOException | IllegalArgumentException e) {
            throw refusal("which cannot be read");
        }
    }

    private X509Certificate certificate(byte[] content) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
        } catch (GeneralSecurityException e) {
            throw refusal("which holds a certificate that cannot be read");
        }
    }

    private PrivateKey privateKey(byte[] content) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(content));
            } catch (GeneralSecurityException e) {
                // a key of another algorithm
            }
        }
        throw refusal("whose key is neither RSA, EC nor EdDSA");
    }
}
