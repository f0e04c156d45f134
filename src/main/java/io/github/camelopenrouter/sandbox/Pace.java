/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

/**
 * How long the sandbox takes, in milliseconds.
 *
 * @param first until the first token
 * @param word between two words
 * @param beat between two heartbeats while the first token is awaited
 */
record Pace(long first, long word, long beat) {

    /** About what a quick model does. */
    static final Pace REAL = new Pace(150, 30, 450);

    static final Pace AT_ONCE = new Pace(0, 0, 450);

    /** Slow to begin, then as usual. */
    static final Pace SLOW = new Pace(3_000, 30, 450);
}
