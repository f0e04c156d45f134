/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.ShownAnswer;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseFilter;
import java.io.IOException;
import java.util.List;

/**
 * Takes the events of one stream through the filters of its call, and ends what the client sees of it: as it came, with an
 * error where it broke off, or in the way of its API where a filter has ended it. Not for several threads.
 */
final class StreamFiltering {

    private static final int PIECE = 8 * 1024;
    /** End an event that has been cut off while it passed unread. */
    private static final byte[] LINE_BREAKS = {'\n', '\n'};

    private static final byte[] NOTHING = {};

    private final EventStream upstream;
    private final Operation operation;
    private final ResponseReport received;
    private final ResponseReport report;
    private final HeldBytes held;
    private final FilterChain filters;
    private final ShownAnswer shown;
    private final BlockedStream blocked;
    private final EventSplitter splitter = new EventSplitter();
    private final ByteQueue out = new ByteQueue();
    private final byte[] piece = new byte[PIECE];
    private boolean errorShown;
    /** Whether a text has been replaced in what has gone out. */
    private boolean edited;

    /** Whether the filters have been left out, because something came that they cannot see. */
    private boolean unread;

    private boolean ended;

    StreamFiltering(
            EventStream upstream,
            Operation operation,
            List<ResponseFilter> filters,
            ClientLink client,
            ResponseReport received,
            ResponseReport report) {
        this.upstream = upstream;
        this.operation = operation;
        this.received = received;
        this.report = report;
        this.held = new HeldBytes(client);
        this.filters = new FilterChain(filters, held, this::show);
        this.shown = new ShownAnswer(operation);
        this.blocked = new BlockedStream(operation, shown);
        upstream.breakOffSilently();
    }

    /** What may go out. */
    ByteQueue out() {
        return out;
    }

    /** Whether nothing more will come. */
    boolean hasEnded() {
        return ended;
    }

    boolean isAtBoundary() {
        return out.isEmpty() && (!unread || upstream.isAtBoundary());
    }

    /** Reads once from the upstream, which may bring nothing out. */
    void receive() throws IOException {
        int read = upstream.read(piece);
        if (read < 0) {
            endAsReceived();
            return;
        }
        int at = 0;
        while (at < read && !ended) {
            if (unread) {
                out.add(piece, at, read - at);
                return;
            }
            at = splitter.feed(piece, at, read);
            if (splitter.isWhole() && splitter.length() <= HeldBytes.MOST_BYTES) {
                held.unfinished(0);
                filter(AnswerEvent.ofStream(operation, splitter.take()));
            } else if (splitter.isWhole() || !held.unfinished(splitter.length())) {
                leaveUnread();
            }
        }
    }

    /** Comments and pings keep the client's connection alive while events wait, and say nothing. */
    private void filter(AnswerEvent event) throws IOException {
        if (event.role() == AnswerEvent.Role.COMMENT) {
            show(event);
            return;
        }
        blocked.received(event);
        filters.offer(event);
        if (filters.notice() != null) {
            block();
        }
    }

    private void show(AnswerEvent event) {
        edited |= event.isEdited();
        if (edited) {
            event.dropSpelling();
        }
        byte[] bytes = event.bytes();
        add(bytes);
        shown.show(bytes);
        blocked.shown(event);
        errorShown |= event.role() == AnswerEvent.Role.ERROR;
        reportIfClosed();
    }

    /** In front of the bytes that tell the client so, as {@link EventStream} does of what came. */
    private void reportIfClosed() {
        ResponseFacts facts = received.facts();
        if (facts != null && shown.isClosed() && (facts.outcome() == Outcome.COMPLETE || errorShown)) {
            report.end(facts);
        }
    }

    /** The event is longer than any that filters see. */
    private void leaveUnread() throws IOException {
        if (filters.passUnread()) {
            unread = true;
            add(splitter.take());
            held.giveBackAll();
        } else {
            block();
        }
    }

    private void endAsReceived() throws IOException {
        ResponseFacts facts = factsOf(received);
        if (facts.outcome() == Outcome.ABANDONED) {
            endUnread();
            return;
        }
        filters.end(endOf(facts.outcome()));
        if (filters.notice() != null) {
            block();
            return;
        }
        boolean untold = facts.outcome() == Outcome.ERROR && !errorShown && !unread;
        if (facts.outcome() == Outcome.TRUNCATED || untold) {
            add(unread ? LINE_BREAKS : NOTHING);
            add(shown.errorFrame(upstream.failure()));
        }
        end(facts);
    }

    /** Nothing of what is held goes out, and OpenRouter need not go on. */
    private void block() throws IOException {
        upstream.close();
        filters.end(ResponseEnd.BLOCKED);
        ResponseFacts facts = factsOf(received);
        String notice = filters.notice();
        if (blocked.isOver() || notice == null) {
            end(facts);
            return;
        }
        add(blocked.render(notice, facts));
        end(facts.as(Outcome.BLOCKED));
    }

    /** Nobody reads any more; who has all of the answer need not read that nothing follows. */
    void endUnread() {
        ResponseFacts facts = factsOf(received);
        boolean complete = facts.outcome() == Outcome.COMPLETE && shown.isWhole();
        boolean told = complete || unread || facts.outcome() == Outcome.ERROR && errorShown;
        filters.end(complete ? ResponseEnd.COMPLETE : ResponseEnd.ABANDONED);
        end(told ? facts : facts.as(Outcome.ABANDONED));
    }

    private void add(byte[] bytes) {
        out.add(bytes, 0, bytes.length);
    }

    private void end(ResponseFacts facts) {
        ended = true;
        held.giveBackAll();
        report.end(facts);
    }

    /** The upstream has ended or is closed, so there are some. */
    private static ResponseFacts factsOf(ResponseReport report) {
        ResponseFacts facts = report.facts();
        if (facts == null) {
            throw new IllegalStateException("The answer has not ended");
        }
        return facts;
    }

    private static ResponseEnd endOf(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> ResponseEnd.COMPLETE;
            case ERROR -> ResponseEnd.ERROR;
            default -> ResponseEnd.TRUNCATED;
        };
    }
}
