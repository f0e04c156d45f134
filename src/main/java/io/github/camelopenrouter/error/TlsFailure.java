/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells why a TLS connection to the upstream did not come about, as far as an operator can do something about it. */
final class TlsFailure {

    private TlsFailure() {}

    static String sentence(Throwable failure) {
        if (has(failure, CertPathBuilderException.class)) {
            return "The upstream's certificate is not trusted: its authority is neither known to the JVM nor in the file"
                    + " of openrouter.truststore.";
        }
        if (has(failure, CertPathValidatorException.class)) {
            return "The upstream's certificate is not valid.";
        }
        if (has(failure, SSLPeerUnverifiedException.class) || has(failure, CertificateException.class)) {
            return "The upstream's certificate is not for the host of openrouter.base-url.";
        }
        return "The TLS connection to OpenRouter failed.";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> cause) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(cause::isInstance);
    }
}
