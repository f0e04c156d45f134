/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

/** One of those that share the calls. Everything about it but its cooldown is fixed or guards itself. */
final class Member {

    /** Not in cooldown. */
    private static final long NEVER = Long.MIN_VALUE;

    private final String name;
    private final double weight;
    private final long hash;
    private final MemberLoad load;
    private volatile long inCooldownUntil = NEVER;

    /** @param weight how much it is meant to carry, where 1 is the mean of the group */
    Member(String name, double weight, MemberLoad load) {
        this.name = name;
        this.weight = weight;
        this.hash = Rendezvous.hash(name);
        this.load = load;
    }

    String name() {
        return name;
    }

    double weight() {
        return weight;
    }

    MemberLoad load() {
        return load;
    }

    double cost(long now) {
        return load.cost(weight, now);
    }

    /** How strongly the session is drawn to it. */
    double attraction(long session) {
        return Rendezvous.score(session, hash, weight);
    }

    void coolDownUntil(long until) {
        if (inCooldownUntil == NEVER || until - inCooldownUntil > 0) {
            inCooldownUntil = until;
        }
    }

    boolean isInCooldown(long now) {
        return cooldownNanos(now) > 0;
    }

    /** Zero while it is not in cooldown. */
    long cooldownNanos(long now) {
        long until = inCooldownUntil;
        return until == NEVER ? 0 : Math.max(0, until - now);
    }
}
