/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Finds the events in a server-sent event stream as its bytes come in, in pieces cut anywhere, and hands their data to
 * the {@link ResponseInspector} (source: WHATWG HTML, 9.2.6). Lines may end in LF, CRLF or CR; data may have several lines.
 */
final class EventReader {

    private static final byte[] DATA = "data:".getBytes(US_ASCII);
    private static final byte[] TYPE = "event:".getBytes(US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    private static final byte[] NEW_LINE = {'\n'};

    private enum Line {
        START,
        NAME,
        DATA_START,
        DATA,
        TYPE_START,
        TYPE,
        OTHER
    }

    private final ResponseInspector answer;
    private final Word done = new Word(DONE);
    private final Word error = new Word(ERROR);
    private Line line = Line.START;
    private byte[] name = DATA;
    private int nameMatched;
    private boolean afterReturn;
    private boolean hasData;
    /** Whether the event calls itself an error, in the field beside its data. */
    private boolean isError;
    /** Whether a line has begun since the last blank one. */
    private boolean inBlock;

    private long events;
    private int firstStart;
    private int firstEnd = -1;

    EventReader(ResponseInspector answer) {
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
                noteFirst(at);
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

    /** Where the first event that does not only announce has begun; places are those of the pieces. */
    int firstStart() {
        return firstStart;
    }

    /** Where it has ended, -1 if no blank line has ended it. */
    int firstEnd() {
        return firstEnd;
    }

    /** How many events have ended that are no comments. */
    long events() {
        return events;
    }

    private void noteFirst(int boundary) {
        if (answer.first() == ResponseInspector.First.NOTHING) {
            firstStart = boundary;
        } else if (firstEnd < 0) {
            firstEnd = boundary;
        }
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
            case START -> begin(b, at);
            case NAME -> name(b, at);
            case DATA_START -> value(b, at, Line.DATA);
            case DATA -> data(bytes, at, to);
            case TYPE_START -> value(b, at, Line.TYPE);
            case TYPE -> type(bytes, at, to);
            default -> endOfLine(bytes, at, to);
        };
    }

    private int begin(byte b, int at) {
        name = b == TYPE[0] ? TYPE : DATA;
        nameMatched = 0;
        return name(b, at);
    }

    private int name(byte b, int at) {
        if (b != name[nameMatched]) {
            line = Line.OTHER;
        } else if (++nameMatched < name.length) {
            line = Line.NAME;
        } else if (name == DATA) {
            line = Line.DATA_START;
            beginData();
        } else {
            line = Line.TYPE_START;
            error.begin();
        }
        return at + 1;
    }

    private void beginData() {
        if (hasData) {
            answer.feed(NEW_LINE, 0, 1);
            done.spoil();
        } else {
            answer.begin();
            done.begin();
        }
        hasData = true;
    }

    /** One space behind the colon is no part of the value. */
    private int value(byte b, int at, Line of) {
        line = of;
        return b == ' ' ? at + 1 : at;
    }

    private int data(byte[] bytes, int from, int to) {
        int end = endOfLine(bytes, from, to);
        done.feed(bytes, from, end);
        answer.feed(bytes, from, end);
        return end;
    }

    private int type(byte[] bytes, int from, int to) {
        int end = endOfLine(bytes, from, to);
        error.feed(bytes, from, end);
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
        switch (line) {
            case START -> endEvent();
            case DATA -> endData();
            case TYPE -> isError = error.isThere();
            default -> {} // nothing that anybody looks at
        }
        line = Line.START;
    }

    private void endData() {
        if (done.isThere()) {
            answer.done();
        }
    }

    private void endEvent() {
        if (hasData) {
            if (isError) {
                answer.fail();
            }
            answer.end();
            events++;
        }
        hasData = false;
        isError = false;
        inBlock = false;
    }
}
