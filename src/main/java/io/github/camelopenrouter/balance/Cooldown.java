/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

/** Until when a member is left alone, by cause. Whoever writes has the balancer's lock; everybody reads. */
final class Cooldown {

    private static final long NEVER = Long.MIN_VALUE;

    private volatile long refusedUntil = NEVER;
    private volatile long limitedUntil = NEVER;

    void until(long until, CooldownCause cause) {
        switch (cause) {
            case REFUSED -> refusedUntil = later(refusedUntil, until);
            case LIMITED -> limitedUntil = later(limitedUntil, until);
        }
    }

    void end(CooldownCause cause) {
        switch (cause) {
            case REFUSED -> refusedUntil = NEVER;
            case LIMITED -> limitedUntil = NEVER;
        }
    }

    boolean isOn(long now) {
        return nanos(now) > 0;
    }

    /** Zero while it is not on. */
    long nanos(long now) {
        return Math.max(left(refusedUntil, now), left(limitedUntil, now));
    }

    private static long left(long until, long now) {
        return until == NEVER ? 0 : Math.max(0, until - now);
    }

    private static long later(long known, long until) {
        return known == NEVER || until - known > 0 ? until : known;
    }
}
