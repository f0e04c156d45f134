/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a trail had come to at a time, kept where the machine's owner cannot change it: {@code
 * {"node","file","seq","hash","time","signature"}}.
 *
 * @param time when it was made
 * @param signature the HMAC-SHA256 over {@code node|file|seq|hash|time} in hex; null where there was no key
 */
record Anchor(
        String node,
        String file,
        long seq,
        String hash,
        String time,
        @Nullable String signature) {

    /** @param key null for none */
    static Anchor of(ChainLink last, Instant time, @Nullable AnchorKey key) {
        Anchor unsigned = new Anchor(last.node(), last.file(), last.seq(), last.hash(), time.toString(), null);
        return key == null ? unsigned : unsigned.signed(key.sign(unsigned.text()));
    }

    private Anchor signed(String given) {
        return new Anchor(node, file, seq, hash, time, given);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Anchor parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json != null
                    && json.path("seq").isIntegralNumber()
                    && json.path("hash").isTextual()) {
                return new Anchor(
                        json.path("node").asText(),
                        json.path("file").asText(),
                        json.path("seq").longValue(),
                        json.path("hash").textValue(),
                        json.path("time").asText(),
                        json.path("signature").textValue());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON", e);
        }
        throw new IllegalArgumentException("is no anchor");
    }

    boolean isSignedBy(AnchorKey key) {
        return signature != null && MessageDigest.isEqual(key.sign(text()).getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    private String text() {
        return node + "|" + file + "|" + seq + "|" + hash + "|" + time;
    }

    String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("node", node)
                .put("file", file)
                .put("seq", seq)
                .put("hash", hash)
                .put("time", time);
        if (signature != null) {
            json.put("signature", signature);
        }
        return json.toString();
    }
}
