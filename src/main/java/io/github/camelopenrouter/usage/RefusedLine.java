/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.Instant;

/** How many requests at a door nobody has known in a minute, as a line of JSON. */
final class RefusedLine {

    static final String SCHEMA = "camel-openrouter/refused/1";

    /** In bytes. */
    private static final int USUAL = 256;

    private RefusedLine() {}

    /**
     * With its line break.
     *
     * @param time at which the counting began
     * @param addresses how many different ones they came from, at most {@link RefusedRequests#MOST_ADDRESSES}
     */
    static byte[] of(Instant time, String door, long count, int addresses) {
        return LineJson.write(USUAL, line -> {
            line.word("schema", SCHEMA);
            line.time(time);
            line.text("door", door);
            line.number("count", count);
            line.number("addresses", addresses);
        });
    }
}
