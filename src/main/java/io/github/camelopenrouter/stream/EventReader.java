/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

/**
 * Finds the events in a server-sent event stream as its bytes come in, in pieces cut anywhere, and hands their data to
 * the {@link AnswerReader} (source: WHATWG HTML, 9.2.6). Lines may end in LF, CRLF or CR; data may have several lines.
 */
final class EventReader {

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final byte[] NEW_LINE = {'\n'};

    private enum Line {
        START,
        NAME,
        DATA_START,
        DATA,
        OTHER
    }

    private final AnswerReader answer;
    private Line line = Line.START;
    private int nameMatched;
    private int doneMatched;
    private boolean afterReturn;
    private boolean hasData;
    /** Whether a line has begun since the last blank one. */
    private boolean inBlock;

    private long events;
    private boolean firstIsError;
    private int firstEnd = -1;

    EventReader(AnswerReader answer) {
        this.answer = answer;
    }

    /**
     * Reads the next piece of the stream.
     *
     * @return the end of the last whole event in it, comments among them; -1 if none ends here
     */
    int feed(byte[] bytes, int from, int to) {
        int boundary = -1;
        int at = from;
        while (at < to) {
            at = next(bytes, at, to);
            if (!inBlock) {
                boundary = at;
                firstEnd = events == 1 && firstEnd < 0 ? at : firstEnd;
            }
        }
        return boundary;
    }

    /**
     * The stream has ended without a break: an event whose data is whole is an event even if its blank line is missing.
     *
     * @return whether there was one
     */
    boolean endOfStream() {
        if (!hasData || !answer.isTextComplete()) {
            return false;
        }
        endLine();
        if (inBlock) {
            endEvent();
        }
        return true;
    }

    /** Where in its piece the stream's first event has ended, -1 if it has not. */
    int firstEnd() {
        return firstEnd;
    }

    /** How many events have ended that are no comments. */
    long events() {
        return events;
    }

    /** Whether the stream's first event is an error and nothing else. */
    boolean isFirstAnError() {
        return firstIsError;
    }

    private int next(byte[] bytes, int at, int to) {
        byte b = bytes[at];
        if (b == '\n' && afterReturn) {
            afterReturn = false;
            return at + 1;
        }
        afterReturn = b == '\r';
        if (b == '\n' || b == '\r') {
            endLine();
            return at + 1;
        }
        inBlock = true;
        return switch (line) {
            case START, NAME -> name(b, at);
            case DATA_START -> dataStart(b, at);
            case DATA -> data(bytes, at, to);
            default -> endOfLine(bytes, at, to);
        };
    }

    private int name(byte b, int at) {
        if (line == Line.START) {
            nameMatched = 0;
        }
        if (b != DATA[nameMatched]) {
            line = Line.OTHER;
        } else if (++nameMatched == DATA.length) {
            line = Line.DATA_START;
            beginData();
        } else {
            line = Line.NAME;
        }
        return at + 1;
    }

    private void beginData() {
        if (hasData) {
            answer.feed(NEW_LINE, 0, 1);
            doneMatched = -1;
        } else {
            answer.begin();
            doneMatched = 0;
        }
        hasData = true;
    }

    /** One space behind the colon is no data. */
    private int dataStart(byte b, int at) {
        line = Line.DATA;
        return b == ' ' ? at + 1 : at;
    }

    private int data(byte[] bytes, int from, int to) {
        int end = endOfLine(bytes, from, to);
        for (int at = from; at < end && doneMatched >= 0; at++) {
            doneMatched = doneMatched < DONE.length && bytes[at] == DONE[doneMatched] ? doneMatched + 1 : -1;
        }
        answer.feed(bytes, from, end);
        return end;
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private void endLine() {
        if (line == Line.START) {
            endEvent();
        } else if (line == Line.DATA && doneMatched == DONE.length) {
            answer.done();
        }
        line = Line.START;
    }

    private void endEvent() {
        if (hasData) {
            answer.end();
            firstIsError |= events == 0 && answer.isErrorOnly();
            events++;
        }
        hasData = false;
        inBlock = false;
    }
}
