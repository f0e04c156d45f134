/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.Sha256;

/**
 * The last line of a trail, as the next one and anchors name it.
 *
 * @param seq its number, 0 before the first line
 * @param hash its SHA-256, in hex; zeros before the first line
 * @param node the machine that has written it
 * @param file that it stands in, without its directory
 */
record ChainLink(long seq, String hash, String node, String file) {

    /** Before the first line. */
    static final ChainLink NONE = new ChainLink(0, "0".repeat(64), "", "");

    /** @param line without its line break */
    static ChainLink of(long seq, byte[] line, String node, AuditFile file) {
        return new ChainLink(seq, hash(line), node, file.name());
    }

    static String hash(byte[] line) {
        return Sha256.hex(line);
    }
}
