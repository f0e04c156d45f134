/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Camel's TLS parameters for an identity in memory: nothing is written to a key store file. */
public final class ServerTls {

    /** Guards an entry that never leaves the process; the key manager wants one. */
    private static final String ENTRY_PASSWORD = "in-memory";

    private ServerTls() {}

    public static SSLContextParameters parameters(TlsIdentity identity) {
        KeyManagersParameters keyManagers = new KeyManagersParameters();
        keyManagers.setKeyStore(new InMemory(identity));
        keyManagers.setKeyPassword(ENTRY_PASSWORD);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keyManagers);
        return parameters;
    }

    private static final class InMemory extends KeyStoreParameters {

        private final TlsIdentity identity;

        InMemory(TlsIdentity identity) {
            this.identity = identity;
        }

        @Override
        public KeyStore createKeyStore() throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "gateway",
                    identity.key(),
                    ENTRY_PASSWORD.toCharArray(),
                    identity.chain().toArray(new Certificate[0]));
            return store;
        }
    }
}
