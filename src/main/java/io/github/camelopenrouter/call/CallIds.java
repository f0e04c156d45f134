/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of calls that sort by time: UUIDv7 (RFC 9562, 5.7), in hexadecimal. They are no secrets. */
public final class CallIds {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private CallIds() {}

    /** @param millis since 1970 */
    public static String at(long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = millis << 16 | VERSION | random.nextLong() & 0xfff;
        long low = VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
