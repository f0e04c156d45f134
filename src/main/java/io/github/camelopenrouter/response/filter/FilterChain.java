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
import io.github.camelopenrouter.spi.ResponseVerdict.What;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters of one call in their order: what one lets go the next one sees, and what the last one lets go goes out. Each has
 * a queue of what it holds, so the order of the events is kept. Once one of them has ended the answer nothing goes out.
 */
final class FilterChain {

    private static final Logger LOG = LoggerFactory.getLogger(FilterChain.class);

    private final List<FilterStage> stages;
    private final HeldBytes held;
    private final Consumer<AnswerEvent> out;
    private @Nullable String notice;

    FilterChain(List<ResponseFilter> filters, HeldBytes held, Consumer<AnswerEvent> out) {
        this.stages = filters.stream().map(FilterStage::new).toList();
        this.held = held;
        this.out = out;
    }

    /** What the client is told because a filter has ended the answer, null as long as none has. */
    @Nullable
    String notice() {
        return notice;
    }

    /** The next event has come. */
    void offer(AnswerEvent event) {
        offer(0, event);
    }

    /**
     * Something has come that cannot be shown to the filters; false if that ends the answer: one of them insists on it, or has
     * ended what another one held until now.
     */
    boolean passUnread() {
        for (FilterStage stage : stages) {
            if (stage.insists()) {
                notice = FilterStage.UNJUDGED;
                return false;
            }
        }
        end(ResponseEnd.ABANDONED, true);
        return notice == null;
    }

    /** The answer has ended; each filter is told the first time. */
    void end(ResponseEnd how) {
        end(how, false);
    }

    private void end(ResponseEnd how, boolean unread) {
        for (int at = 0; at < stages.size(); at++) {
            FilterStage stage = stages.get(at);
            if (!stage.isOver()) {
                ResponseVerdict verdict = stage.end(notice == null ? how : ResponseEnd.BLOCKED);
                boolean counts = how != ResponseEnd.ABANDONED;
                settle(at, unread ? ResponseVerdict.PASS : counts ? verdict : ResponseVerdict.HOLD, how);
            }
        }
    }

    private void settle(int at, ResponseVerdict verdict, ResponseEnd how) {
        FilterStage stage = stages.get(at);
        if (notice == null && verdict.what() == What.END) {
            notice = verdict.notice();
        }
        if (notice == null
                && verdict.what() == What.HOLD
                && how == ResponseEnd.COMPLETE
                && !stage.waiting().isEmpty()) {
            notice = FilterStage.UNJUDGED;
        }
        if (notice == null && verdict.what() == What.HOLD && how == ResponseEnd.ERROR) {
            stage.waiting().removeIf(event -> !event.isBareError() && drop(event));
        }
        if (notice == null && (verdict.what() == What.PASS || how == ResponseEnd.ERROR)) {
            release(at, null);
        }
        stage.waiting().forEach(this::drop);
        stage.waiting().clear();
    }

    private void offer(int at, AnswerEvent event) {
        if (notice != null || event.isLeftOut()) {
            drop(event);
        } else if (at == stages.size()) {
            held.giveBack(event);
            out.accept(event);
        } else if (stages.get(at).isOver()) {
            offer(at + 1, event);
        } else {
            judge(at, event);
        }
    }

    private void judge(int at, AnswerEvent event) {
        FilterStage stage = stages.get(at);
        stage.waiting().add(event);
        ResponseVerdict verdict = stage.judge(event);
        switch (verdict.what()) {
            case PASS -> release(at, null);
            case HOLD -> release(at, verdict.from() == null ? stage.waiting().peek() : verdict.from());
            case END -> notice = verdict.notice();
        }
        if (stage.waiting().peekLast() == event && event.counted() == 0 && !held.take(event)) {
            leaveOrEnd(at);
        }
    }

    /** What a filter holds goes to the next one, up to this event. */
    private void release(int at, @Nullable ResponseEvent end) {
        Deque<AnswerEvent> waiting = stages.get(at).waiting();
        while (!waiting.isEmpty() && waiting.peek() != end && notice == null) {
            offer(at + 1, waiting.remove());
        }
    }

    private void leaveOrEnd(int at) {
        FilterStage stage = stages.get(at);
        LOG.warn("A response filter holds more than there is room for: {}", stage.name());
        if (stage.insists()) {
            notice = FilterStage.UNJUDGED;
        } else {
            stage.leave();
            release(at, null);
        }
    }

    private boolean drop(AnswerEvent event) {
        held.giveBack(event);
        return true;
    }
}
