/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

/**
 * One of those that share the calls. Its calls and its cooldown are its own whatever it weighs: others that stand for it in
 * later balancers know of the same.
 */
final class Member {

    private final String name;
    private final double weight;
    private final long hash;
    private final MemberLoad load;
    private final Cooldown cooldown;

    /** @param weight how much it is meant to carry, where 1 is the mean of the group */
    Member(String name, double weight, MemberLoad load, Cooldown cooldown) {
        this.name = name;
        this.weight = weight;
        this.hash = Rendezvous.hash(name);
        this.load = load;
        this.cooldown = cooldown;
    }

    /** The same member in a group where it is meant to carry more or less. */
    Member weighing(double other) {
        return new Member(name, other, load, cooldown);
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

    Cooldown cooldown() {
        return cooldown;
    }

    double cost(long now) {
        return load.cost(weight, now);
    }

    /** How strongly the session is drawn to it. */
    double attraction(long session) {
        return Rendezvous.score(session, hash, weight);
    }
}
