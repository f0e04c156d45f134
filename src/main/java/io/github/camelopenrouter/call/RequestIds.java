/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The {@code x-request-id} of a request: the client's own where it is harmless, otherwise a new one. */
public final class RequestIds {

    public static final String HEADER = "x-request-id";

    /** Under which Anthropic's clients look for it. */
    public static final String ANTHROPIC_HEADER = "request-id";

    private static final int LONGEST = 128;

    private RequestIds() {}

    /** @param offered the client's header, may be null */
    public static String choose(@Nullable String offered) {
        return offered != null && isAcceptable(offered) ? offered : create();
    }

    /** Visible ASCII only: nothing that could break a log line or a header. */
    private static boolean isAcceptable(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String create() {
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        return "req_" + HexFormat.of().formatHex(random);
    }
}
