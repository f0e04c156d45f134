/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import java.util.Arrays;

/**
 * One key that a client of the gateway may show: never the key itself, only its hash.
 *
 * @param label who that is, in logs and metrics
 * @param sha256 the 32 bytes of the SHA-256 of the key's UTF-8 bytes
 */
public record ClientKey(String label, byte[] sha256) {

    public ClientKey {
        sha256 = sha256.clone();
    }

    @Override
    public byte[] sha256() {
        return sha256.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientKey key && label.equals(key.label) && Arrays.equals(sha256, key.sha256);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return label;
    }
}
