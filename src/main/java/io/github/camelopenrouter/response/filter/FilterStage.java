/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseVerdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One filter of a call, what it holds, and what becomes of its failures: one that insists ends the answer then, any other is
 * asked no more.
 */
final class FilterStage {

    private static final Logger LOG = LoggerFactory.getLogger(FilterStage.class);

    /** Where a filter could not do its work, so that nobody has judged the answer. */
    static final String UNJUDGED = "The answer could not be checked and is withheld.";

    private final ResponseFilter filter;
    private final boolean insists;
    private final Deque<AnswerEvent> waiting = new ArrayDeque<>();
    private boolean over;

    FilterStage(ResponseFilter filter) {
        this.filter = filter;
        this.insists = filter.insists();
    }

    /** Whether no answer may go out that it has not judged. */
    boolean insists() {
        return insists;
    }

    /** Whether it is told nothing any more. */
    boolean isOver() {
        return over;
    }

    void leave() {
        over = true;
    }

    /** What it holds, the one that came first in front. */
    Deque<AnswerEvent> waiting() {
        return waiting;
    }

    String name() {
        return filter.getClass().getName();
    }

    /** It is told no more than this. */
    ResponseVerdict end(ResponseEnd how) {
        ResponseVerdict verdict = ask(() -> Objects.requireNonNull(filter.end(how)));
        over = true;
        return verdict;
    }

    ResponseVerdict judge(AnswerEvent event) {
        if (event.role() == AnswerEvent.Role.UNREADABLE) {
            return unread();
        }
        return ask(() -> {
            ResponseVerdict verdict = filter.judge(event);
            if (verdict.from() != null && !isWaiting(verdict.from())) {
                throw new IllegalStateException("It holds from an event that has gone");
            }
            return verdict;
        });
    }

    private ResponseVerdict unread() {
        if (insists) {
            return ResponseVerdict.end(UNJUDGED);
        }
        return waiting.size() == 1 ? ResponseVerdict.PASS : ResponseVerdict.HOLD;
    }

    /** A filter that fails has judged nothing. Its message may quote the answer: it is not logged. */
    private ResponseVerdict ask(Supplier<ResponseVerdict> question) {
        try {
            return question.get();
        } catch (RuntimeException | StackOverflowError e) { // the latter is how a regular expression gives up
            StackTraceElement[] where = e.getStackTrace();
            LOG.warn(
                    "A response filter failed: {}, {} at {}",
                    name(),
                    e.getClass().getName(),
                    where.length == 0 ? "an unknown place" : where[0]);
            over = !insists;
            return insists ? ResponseVerdict.end(UNJUDGED) : ResponseVerdict.PASS;
        }
    }

    /** Mostly it is one of the last. */
    private boolean isWaiting(ResponseEvent event) {
        for (Iterator<AnswerEvent> last = waiting.descendingIterator(); last.hasNext(); ) {
            if (last.next() == event) {
                return true;
            }
        }
        return false;
    }
}
