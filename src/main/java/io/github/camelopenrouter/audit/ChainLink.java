/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What the next line of a trail has to say of the one before it.
 *
 * @param seq the number of the last line, 0 before the first
 * @param hash its SHA-256, in hex; zeros before the first
 * @param time of the last line
 */
record ChainLink(long seq, String hash, Instant time) {

    /** Before the first line. */
    static final ChainLink NONE = new ChainLink(0, "0".repeat(64), Instant.EPOCH);

    /** Behind a line, without its line break. */
    static ChainLink behind(long seq, byte[] line, Instant time) {
        return new ChainLink(seq, hash(line), time);
    }

    static String hash(byte[] line) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    static String hash(String line) {
        return hash(line.getBytes(UTF_8));
    }
}
