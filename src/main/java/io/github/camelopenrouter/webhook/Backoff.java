/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.webhook;

import java.time.Duration;

/** How long to wait after a failure: after each further one twice as long, up to a bound. For one thread. */
public final class Backoff {

    private final Duration first;
    private final Duration most;
    private Duration next;

    public Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
        this.next = first;
    }

    public Duration next() {
        Duration now = next;
        next = now.multipliedBy(2);
        next = next.compareTo(most) > 0 ? most : next;
        return now;
    }

    /** There was no failure. */
    public void reset() {
        next = first;
    }
}
