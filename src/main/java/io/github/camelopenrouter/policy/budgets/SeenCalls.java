/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one file of the journal that have been seen, by id. There may be a hundred thousand, of which nobody wants objects
 * that each collection of the young looks at: ids are UUIDs, and stand here as their two numbers. For one thread at a time.
 */
final class SeenCalls {

    private static final int LENGTH_OF_UUID = 36;
    private static final int ROOM_AT_FIRST = 1024;

    /** Both numbers of each id, one behind the other, at the first free place from the one that its lower number names. */
    private long[] table = new long[2 * ROOM_AT_FIRST];

    private int count;
    /** Ids that are no UUID, or the one without a digit, which is how a free place looks. */
    private final Set<String> others = new HashSet<>();

    /** @return whether it was not there yet */
    boolean add(String call) {
        UUID id = uuid(call);
        if (id == null) {
            return others.add(call);
        }
        if (2 * count >= table.length / 2) {
            grow();
        }
        int place = place(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (!isFree(place)) {
            return false;
        }
        put(place, id.getMostSignificantBits(), id.getLeastSignificantBits());
        count++;
        return true;
    }

    boolean contains(String call) {
        UUID id = uuid(call);
        return id == null
                ? others.contains(call)
                : !isFree(place(id.getMostSignificantBits(), id.getLeastSignificantBits()));
    }

    void clear() {
        table = new long[2 * ROOM_AT_FIRST];
        count = 0;
        others.clear();
    }

    /** Null where it stands among the others. */
    private static @Nullable UUID uuid(String call) {
        if (call.length() != LENGTH_OF_UUID) {
            return null;
        }
        try {
            UUID id = UUID.fromString(call);
            boolean hasDigits = id.getMostSignificantBits() != 0 || id.getLeastSignificantBits() != 0;
            return hasDigits && id.toString().equals(call) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Where it is, or is to be. */
    private int place(long high, long low) {
        int mask = table.length - 1;
        int place = 2 * Long.hashCode(low) & mask;
        while (!isFree(place) && (table[place] != high || table[place + 1] != low)) {
            place = place + 2 & mask;
        }
        return place;
    }

    private boolean isFree(int place) {
        return table[place] == 0 && table[place + 1] == 0;
    }

    private void put(int place, long high, long low) {
        table[place] = high;
        table[place + 1] = low;
    }

    private void grow() {
        long[] before = table;
        table = new long[2 * before.length];
        for (int i = 0; i < before.length; i += 2) {
            if (before[i] != 0 || before[i + 1] != 0) {
                put(place(before[i], before[i + 1]), before[i], before[i + 1]);
            }
        }
    }
}
