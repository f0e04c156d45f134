/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.store;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.spi.SharedPolicy;
import io.github.camelopenrouter.spi.SharedPolicy.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of a store, as this machine has read it last. Others change it, too: somebody has to {@link #refresh} it. While
 * the store is away the one that was read last goes on to hold.
 */
public final class StoredPolicy implements PolicyBook {

    private static final Logger LOG = LoggerFactory.getLogger(StoredPolicy.class);

    private static final int TRY_AGAIN_SECONDS = 1;

    private final SharedPolicy store;
    private final ReentrantLock changing = new ReentrantLock();
    private final List<Consumer<Policy>> followers = new CopyOnWriteArrayList<>();
    private final List<Predicate<String>> taken = new CopyOnWriteArrayList<>();
    private final List<Predicate<String>> upstreamKeys = new CopyOnWriteArrayList<>();
    private volatile @Nullable Policy policy;
    private volatile @Nullable String problem;

    public StoredPolicy(SharedPolicy store) {
        this.store = store;
    }

    /**
     * Tells it of this policy, where it has been read, and of each that follows.
     *
     * @param isTaken whether a label is that of a key that is not of this policy
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     * @return ends that
     */
    public AutoCloseable follow(Consumer<Policy> follower, Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        changing.lock();
        try {
            followers.add(follower);
            taken.add(isTaken);
            upstreamKeys.add(isUpstreamKey);
            if (policy != null) {
                follower.accept(policy);
            }
        } finally {
            changing.unlock();
        }
        return () -> {
            followers.remove(follower);
            taken.remove(isTaken);
            upstreamKeys.remove(isUpstreamKey);
        };
    }

    @Override
    public Policy policy() {
        Policy known = policy;
        if (known == null) {
            throw notRead();
        }
        return known;
    }

    /** 503: who may do what nobody here knows. */
    public static OpenRouterException notRead() {
        return OpenRouterException.overloaded(
                "The gateway has not read its policy yet: the store that has it, openrouter.store.url, does not answer.",
                "policy_unavailable",
                TRY_AGAIN_SECONDS);
    }

    /** Whether it has been read once. */
    public boolean isRead() {
        return policy != null;
    }

    /** Why what holds may not be what the store has; null where nothing is wrong. */
    public @Nullable String problem() {
        return problem;
    }

    /** Reads what has been changed since the last time. */
    public void refresh() {
        changing.lock();
        try {
            Policy before = policy;
            long revision = store.revision();
            if (before == null || before.revision() != revision) {
                Policy next = latest(revision, store::changesSince);
                hold(next);
                LOG.info(
                        "Revision {} of the policy holds from now on: {} teams, {} keys",
                        next.revision(),
                        next.teams().size(),
                        next.keys().size());
            }
            if (problem != null) {
                LOG.info("The policy of the store can be read again");
                problem = null;
            }
        } catch (IOException
                | PolicyFault
                | IllegalStateException e) { // the last: of rows that a later version has written
            noteProblem(String.valueOf(e.getMessage()));
        } finally {
            changing.unlock();
        }
    }

    private interface Changes {
        List<SharedPolicy.Row> since(long revision) throws IOException;
    }

    /** What is known, brought up to this revision; read anew where that one is older, for a backup has taken its place. */
    private Policy latest(long revision, Changes changes) throws IOException, PolicyFault {
        Policy base = revision < revisionOf(policy) ? null : policy;
        return PolicyLoad.next(base, changes.since(revisionOf(base)), revision, this::noteFault);
    }

    private static long revisionOf(@Nullable Policy policy) {
        return policy == null ? 0 : policy.revision();
    }

    private void hold(Policy next) {
        policy = next;
        followers.forEach(follower -> follower.accept(next));
    }

    private void noteFault(String fault) {
        LOG.error("An entry of the policy in the store is left out: {}", fault);
    }

    private void noteProblem(String sentence) {
        if (!sentence.equals(problem)) {
            LOG.warn(
                    policy == null
                            ? "The policy of the store cannot be read, and calls are refused until it is: {}"
                            : "The policy of the store cannot be read, the one that was read last holds: {}",
                    sentence);
        }
        problem = sentence;
    }

    @Override
    public <T> T change(PolicyChange<T> change) throws PolicyFault {
        changing.lock();
        try {
            return store.update(session -> make(change, session)).publish(this);
        } catch (IOException e) {
            LOG.warn("The policy could not be changed: {}", e.getMessage());
            throw OpenRouterException.overloaded(
                    "The policy cannot be changed now: its store, openrouter.store.url, does not answer. Ask what holds before"
                            + " you try it again.",
                    "policy_store_down",
                    TRY_AGAIN_SECONDS);
        } finally {
            changing.unlock();
        }
    }

    private record Made<T>(T result, Policy policy) {
        T publish(StoredPolicy book) {
            if (policy != book.policy) {
                book.hold(policy);
            }
            return result;
        }
    }

    private <T> Made<T> make(PolicyChange<T> change, Session session) throws PolicyFault, IOException {
        Policy latest = policy;
        if (latest == null || latest.revision() != session.revision()) {
            latest = latest(session.revision(), session::changesSince);
        }
        PolicyEdit edit = new PolicyEdit(latest, session.revision() + 1, this::isTaken, this::isUpstreamKey);
        T result = change.make(edit, new SessionNotes(session));
        if (edit.changes().isEmpty()) {
            return new Made<>(result, latest);
        }
        Policy next = edit.result();
        session.write(PolicyLoad.rows(edit, next));
        return new Made<>(result, next);
    }

    private boolean isUpstreamKey(String label) {
        return upstreamKeys.stream().anyMatch(one -> one.test(label));
    }

    private boolean isTaken(String label) {
        return taken.stream().anyMatch(one -> one.test(label));
    }
}
