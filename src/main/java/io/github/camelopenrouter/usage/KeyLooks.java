/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was seen of each key, by its fingerprint, in a file that outlives the process. A disk that does not take it is told of
 * once, and tried again. One thread at a time.
 */
final class KeyLooks {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final Path file;
    private final Map<String, KeyLook> known;
    private boolean isChanged;
    private boolean isProblemTold;

    private KeyLooks(Path file, Map<String, KeyLook> known) {
        this.file = file;
        this.known = known;
    }

    static KeyLooks in(Path file) {
        try {
            return new KeyLooks(file, KeyLook.read(file));
        } catch (IOException e) {
            LOG.warn("Costs are compared from now on: {} cannot be read: {}", file.getFileName(), e.toString());
            return new KeyLooks(file, new LinkedHashMap<>());
        }
    }

    @Nullable
    KeyLook get(String fingerprint) {
        return known.get(fingerprint);
    }

    Iterable<KeyLook> all() {
        return known.values();
    }

    void put(String fingerprint, KeyLook look) {
        known.put(fingerprint, look);
        isChanged = true;
    }

    /** Keys that are gone; where there is none at all, none could be read yet. */
    void keepOnly(Set<String> fingerprints) {
        if (!fingerprints.isEmpty() && known.keySet().retainAll(fingerprints)) {
            isChanged = true;
        }
    }

    /** Where there is something new. */
    void write() {
        if (!isChanged) {
            return;
        }
        try {
            KeyLook.write(file, known);
            isChanged = false;
            isProblemTold = false;
        } catch (IOException e) {
            if (!isProblemTold) {
                isProblemTold = true;
                LOG.warn(
                        "What keys have cost would be forgotten at a stop: {} cannot be written: {}",
                        file,
                        e.toString());
            }
        }
    }
}
