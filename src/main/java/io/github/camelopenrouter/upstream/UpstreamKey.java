/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.Sha256;

/**
 * A key as an attempt was given it. It stays that attempt's key when the operator replaces it meanwhile: a label whose key
 * has changed is another object.
 */
public final class UpstreamKey {

    private static final int FINGERPRINT = 8;

    private final String label;
    private final String secret;

    public UpstreamKey(String label, String secret) {
        this.label = label;
        this.secret = secret;
    }

    public String label() {
        return label;
    }

    /** For the request to OpenRouter alone. */
    public String secret() {
        return secret;
    }

    /** Tells this key from others, in a file for example: what cannot be turned back into it. */
    public String fingerprint() {
        return Sha256.hex(secret, FINGERPRINT);
    }

    /** The label, never the key. */
    @Override
    public String toString() {
        return label;
    }
}
