/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

/** The times of one trace: by the clock on the wall, as far apart as {@link System#nanoTime} has measured. */
final class TraceClock {

    private final long nanos = System.nanoTime();
    private final long wall = System.currentTimeMillis() * 1_000_000;

    /** In nanoseconds since 1970. */
    long now() {
        return at(System.nanoTime());
    }

    /** @param then as {@link System#nanoTime} told it */
    long at(long then) {
        return wall + then - nanos;
    }
}
