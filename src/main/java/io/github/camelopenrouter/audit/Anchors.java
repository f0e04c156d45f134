/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The anchors that somebody has kept of a trail. */
final class Anchors {

    static final Anchors NONE = new Anchors(new TreeMap<>());

    private final TreeMap<Long, Anchor> bySeq;

    private Anchors(TreeMap<Long, Anchor> bySeq) {
        this.bySeq = bySeq;
    }

    /**
     * @param file one a line
     * @param key that they must be signed with; null where nobody knows
     * @throws IllegalArgumentException in a sentence, if a line is none or is signed by somebody else
     */
    static Anchors read(Path file, @Nullable AnchorKey key) throws IOException {
        TreeMap<Long, Anchor> anchors = new TreeMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int at = 0; at < lines.size(); at++) {
            String place = "The anchor in line " + (at + 1) + " of " + file;
            if (!lines.get(at).isBlank()) {
                add(lines.get(at), place, key, anchors);
            }
        }
        return new Anchors(anchors);
    }

    private static void add(String line, String place, @Nullable AnchorKey key, Map<Long, Anchor> anchors) {
        Anchor anchor;
        try {
            anchor = Anchor.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + " " + e.getMessage() + ".", e);
        }
        if (key != null && !anchor.isSignedBy(key)) {
            throw new IllegalArgumentException(place + " is not signed with the key of openrouter.audit.key-file.");
        }
        Anchor other = anchors.put(anchor.seq(), anchor);
        if (other != null && !other.hash().equals(anchor.hash())) {
            throw new IllegalArgumentException(place + " has another hash for number " + anchor.seq()
                    + " than one before it: there were two trails.");
        }
    }

    /** What an anchor says otherwise than the trail; null where none does. */
    @Nullable
    String mismatch(String node, String file, ChainLink link) {
        Anchor anchor = bySeq.get(link.seq());
        if (anchor == null) {
            return null;
        }
        if (!anchor.hash().equals(link.hash())) {
            return "has another hash than the anchor of " + anchor.time() + ": the trail was written anew.";
        }
        return anchor.node().equals(node) && anchor.file().equals(file)
                ? null
                : "stood in " + anchor.file() + " of " + anchor.node() + " at " + anchor.time() + ".";
    }

    /** The latest that lies behind this number; null where none does. */
    @Nullable
    String beyond(long seq) {
        Map.Entry<Long, Anchor> latest = bySeq.lastEntry();
        return latest == null || latest.getKey() <= seq
                ? null
                : "the anchor of " + latest.getValue().time() + " has number " + latest.getKey();
    }
}
