/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.spi.NotYetKnownException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes its time to find out, and is found out behind the looks.
 *
 * @param <T> the answer
 */
final class Background<T> {

    /** What has failed is asked again so soon: at a start a store may just not be open yet. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Executor executor;
    private final Duration every;
    private final Callable<T> question;
    private @Nullable Instant asked;
    private @Nullable T answer;
    private @Nullable Exception failure;
    private boolean isAsking;

    Background(Executor executor, Duration every, Callable<T> question) {
        this.executor = executor;
        this.every = every;
        this.question = question;
    }

    /**
     * The last answer; where it is old another is asked for, which a later call gets.
     *
     * @throws NotYetKnownException if there is none yet
     * @throws Exception that the last question has ended with
     */
    synchronized T last(Instant now) throws Exception {
        if (!isAsking && (asked == null || !asked.plus(pause()).isAfter(now))) {
            asked = now;
            isAsking = true;
            executor.execute(this::ask);
        }
        if (failure != null) {
            throw failure;
        }
        if (answer == null) {
            throw new NotYetKnownException();
        }
        return answer;
    }

    private Duration pause() {
        return failure == null || every.compareTo(AGAIN) < 0 ? every : AGAIN;
    }

    private void ask() {
        T found = null;
        Exception thrown = null;
        try {
            found = question.call();
        } catch (Exception e) {
            thrown = e;
        } catch (Throwable e) { // whatever it is, another question has to follow
            thrown = new IllegalStateException(e);
        }
        synchronized (this) {
            isAsking = false;
            failure = thrown;
            answer = found == null ? answer : found;
        }
    }
}
