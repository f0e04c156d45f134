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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The anchors that somebody has kept, of one trail or of several machines'. */
final class Anchors {

    private final Map<Place, Anchor> all;
    /** Whether somebody has kept some, or was to: an empty file of them proves nothing. */
    private final boolean given;

    /** Whose anchors alone are of this trail; empty where nobody has said so. */
    private final Set<String> machines;

    private final Set<Place> found = new HashSet<>();
    private final Set<String> nodes = new HashSet<>();

    private record Place(String node, long seq) {}

    private Anchors(Map<Place, Anchor> all, boolean given, Set<String> machines) {
        this.all = all;
        this.given = given;
        this.machines = machines;
    }

    static Anchors none() {
        return new Anchors(Map.of(), false, Set.of());
    }

    /**
     * @param file one a line
     * @param key that they must be signed with; null where nobody knows
     * @param machines whose anchors alone are of this trail; empty where there are no others in the file
     * @throws IllegalArgumentException in a sentence, if a line is none or is signed by somebody else
     */
    static Anchors read(Path file, @Nullable AnchorKey key, Set<String> machines) throws IOException {
        Map<Place, Anchor> anchors = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).isBlank()) {
                add(lines.get(at), "The anchor in line " + (at + 1) + " of " + file, key, anchors);
            }
        }
        if (!machines.isEmpty()) {
            anchors.keySet().removeIf(place -> !machines.contains(place.node()));
        }
        return new Anchors(anchors, true, machines);
    }

    private static void add(String line, String place, @Nullable AnchorKey key, Map<Place, Anchor> anchors) {
        Anchor anchor;
        try {
            anchor = Anchor.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + " " + e.getMessage() + ".", e);
        }
        if (key != null && !anchor.isSignedBy(key)) {
            throw new IllegalArgumentException(place + " is not signed with the key of openrouter.audit.key-file.");
        }
        Anchor other = anchors.put(new Place(anchor.node(), anchor.seq()), anchor);
        if (other != null && !other.hash().equals(anchor.hash())) {
            throw new IllegalArgumentException(place + " has another hash for number " + anchor.seq() + " of "
                    + anchor.node() + " than one before it: there were two trails.");
        }
    }

    /** What an anchor says otherwise than this line of the trail; null where none does. */
    @Nullable
    String mismatch(ChainLink line) {
        Place place = new Place(line.node(), line.seq());
        nodes.add(line.node());
        Anchor anchor = all.get(place);
        if (anchor == null) {
            return null;
        }
        found.add(place);
        if (!anchor.hash().equals(line.hash())) {
            return "has another hash than the anchor of " + anchor.time() + ": the trail was written anew.";
        }
        return anchor.file().equals(line.file()) ? null : "stood in " + anchor.file() + " at " + anchor.time() + ".";
    }

    /**
     * When all lines are read: what an anchor of this trail's machines names and is not there; null where all is. Whose name no
     * line has may be another machine, or this one before its lines were cut off: only who knows the machines can tell.
     *
     * @param first the number of the oldest line that is there
     */
    @Nullable
    String missing(long first) {
        if (!given) {
            return null;
        }
        Optional<Anchor> missing = all.entrySet().stream()
                .filter(entry -> isOurs(entry.getKey().node())
                        && entry.getKey().seq() >= first
                        && !found.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .max(Comparator.comparing(Anchor::seq));
        if (missing.isPresent()) {
            return "the anchor of " + missing.get().time() + " has number "
                    + missing.get().seq() + ": its tail is cut off, or it was written anew.";
        }
        Set<String> strangers = strangers(first);
        if (!strangers.isEmpty() && !found.isEmpty()) {
            return "anchors are of machines that no line names, " + String.join(", ", strangers)
                    + ": its tail is cut off behind another name, or they are other machines', and then name this one's by"
                    + " --node.";
        }
        return found.isEmpty()
                ? "no anchor names one of its lines: it was written anew, or is another machine's."
                : null;
    }

    private boolean isOurs(String node) {
        return nodes.contains(node) || machines.contains(node);
    }

    private Set<String> strangers(long first) {
        return all.keySet().stream()
                .filter(place -> !isOurs(place.node()) && place.seq() >= first)
                .map(Place::node)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many lines were compared with one. */
    int compared() {
        return found.size();
    }
}
