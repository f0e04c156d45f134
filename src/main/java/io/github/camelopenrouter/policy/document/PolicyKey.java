/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import io.github.camelopenrouter.api.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's key.
 *
 * @param sha256 of the key, in lower case hexadecimal; the key itself nobody knows
 * @param replaced the one that this one has taken the place of, and that is good for a while longer; null for none
 * @param expires from when on nobody comes in with it; null for never
 * @param principal whoever shows it
 * @param level what it may do of that which its team may
 */
public record PolicyKey(
        String sha256,
        @Nullable Replaced replaced,
        @Nullable Instant expires,
        boolean disabled,
        Principal principal,
        Level level) {

    /** The last segment of a path, which could not be asked for as a label, and names that audit and journal have for others. */
    public static final Set<String> RESERVED = Set.of("bulk", "admin-token", "gateway", "unknown", "direct");

    /**
     * What a key was before it was rotated.
     *
     * @param until when nobody comes in with it any more
     */
    public record Replaced(String sha256, Instant until) {}

    /** Whether somebody comes in with it then. */
    public boolean isGoodAt(Instant now) {
        return !disabled && (expires == null || now.isBefore(expires));
    }

    /**
     * The same for whoever shows what has this hash.
     *
     * @param shown the hash of the key, or of the one that it has replaced
     */
    public boolean isGoodAt(Instant now, String shown) {
        boolean current = shown.equals(sha256);
        return isGoodAt(now)
                && (current || replaced != null && shown.equals(replaced.sha256()) && now.isBefore(replaced.until()));
    }
}
