/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates an upstream, or an issuer of tokens, may show: the JVM's authorities and more. Host names are checked
 * elsewhere, always.
 */
public final class UpstreamTrustManagers {

    private UpstreamTrustManagers() {}

    public static SSLContext with(List<X509Certificate> more) {
        try {
            List<X509Certificate> authorities = new ArrayList<>(more);
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager known) {
                    authorities.addAll(List.of(known.getAcceptedIssuers()));
                }
            }
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, managers(storeOf(authorities)), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JVM cannot do TLS", e);
        }
    }

    /** @param store null for the JVM's own, by default or by {@code javax.net.ssl.trustStore} */
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore storeOf(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }
}
