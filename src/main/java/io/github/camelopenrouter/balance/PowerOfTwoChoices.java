/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Which one of several candidates makes a call: the cheaper of two, or the one that the call's session is tied to. */
final class PowerOfTwoChoices {

    /** Cheaper by less than this is not cheaper: the weights decide. */
    private static final double MARGIN = 1.5;

    /** A session leaves a member that is so many times slower than the best. */
    private static final double CLEARLY_WORSE = 2;

    /** How often the dearer of two is chosen, to learn what it costs now. */
    private static final double PROBES = 0.01;

    private final boolean adaptive;
    private final DoubleSupplier random;

    /**
     * @param adaptive whether costs are looked at, or weights alone
     * @param random evenly from 0 (inclusive) to 1 (exclusive)
     */
    PowerOfTwoChoices(boolean adaptive, DoubleSupplier random) {
        this.adaptive = adaptive;
        this.random = random;
    }

    /**
     * Chooses.
     *
     * @param candidates two at least
     * @param session null for none
     */
    Member of(List<Member> candidates, @Nullable Long session, long now) {
        return session == null ? draw(candidates, now) : tied(session, candidates, now);
    }

    private Member draw(List<Member> candidates, long now) {
        Member first = byWeight(candidates, null);
        if (!adaptive) {
            return first;
        }
        Member second = byWeight(candidates, first);
        double firstCost = first.cost(now);
        double secondCost = second.cost(now);
        boolean cheaper = secondCost * MARGIN < firstCost;
        boolean dearer = secondCost > firstCost * MARGIN;
        boolean probe = (cheaper || dearer) && random.getAsDouble() < PROBES;
        return cheaper != probe ? second : first;
    }

    private Member byWeight(List<Member> candidates, @Nullable Member without) {
        double all = 0;
        for (Member member : candidates) {
            all += member == without ? 0 : member.weight();
        }
        double at = random.getAsDouble() * all;
        Member drawn = candidates.get(candidates.get(0) == without ? 1 : 0);
        for (Member member : candidates) {
            if (member != without && at >= 0) {
                drawn = member;
                at -= member.weight();
            }
        }
        return drawn;
    }

    /** Load is not looked at: it comes and goes within a session, and where it hurts the first byte shows it. */
    private Member tied(long session, List<Member> candidates, long now) {
        double[] expected = new double[candidates.size()];
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < expected.length; i++) {
            expected[i] = adaptive ? candidates.get(i).load().nanos(now) : 0; // asked once: others change it meanwhile
            fastest = Math.min(fastest, expected[i]);
        }
        Member chosen = candidates.get(0);
        double most = -1;
        for (int i = 0; i < expected.length; i++) {
            double attraction = candidates.get(i).attraction(session);
            if (attraction > most && expected[i] <= CLEARLY_WORSE * fastest) {
                chosen = candidates.get(i);
                most = attraction;
            }
        }
        return chosen;
    }
}
