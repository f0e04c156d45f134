/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request of this machine's own says of itself in its {@code Host} and {@code Origin}. A browser says there for which
 * page it asks, and by which name it believes to call; other programs have no reason to lie.
 */
public final class LocalRequest {

    /** Read, not resolved: a name of somebody else's can have any address. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern SCHEME = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);

    private LocalRequest() {}

    /** Whether a {@code Host} is a name or an address of loopback itself, whatever the port. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether a page of this origin has come from the server that it calls by this {@code Host}. */
    public static boolean isOwnPage(String origin, @Nullable String host) {
        return SCHEME.matcher(origin).replaceFirst("").equalsIgnoreCase(host);
    }
}
