/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

/**
 * Estimates the tokens of a text that comes in pieces, character by character: cuts it as the tokenizers of today's models
 * do (source: the pattern of o200k_base), into words, groups of three digits, punctuation and white space, and adds up what
 * such a piece costs on average by {@link TokenCosts}. Not safe for several threads.
 */
final class TextTokens {

    private static final int NOTHING = 0;
    private static final int WORD = 1;
    private static final int DIGITS = 2;
    private static final int PUNCTUATION = 3;

    private static final int NO_WORD = -1;

    /** That are one token. */
    private static final int LONGEST_SPACES = 64;

    private long cost;
    /** What the piece at the end is, and how long. */
    private int piece = NOTHING;

    private int length;
    private int spaces;
    private boolean lineBreaks;
    /** Only line breaks stand behind a punctuation mark, and belong to it. */
    private boolean breaksOfMark;

    /** The Latin letter, or the punctuation mark, before. */
    private int before;

    private boolean lower;
    private int script;

    /** Whether the punctuation has a space in front. */
    private boolean spaced;

    void add(int c) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            space(c);
        } else if (c < 128) {
            ascii(c);
        } else {
            other(c);
        }
    }

    /**
     * Takes the small letters of a Latin word from that one on, of which most texts are made.
     *
     * @return what stands behind them
     */
    int addSmallLetters(byte[] text, int from, int to) {
        add(text[from]);
        int last = before;
        int at = from + 1;
        long sum = 0;
        for (; at < to && text[at] >= 'a' && text[at] <= 'z'; at++) {
            int letter = text[at] - 'a';
            sum += TokenCosts.of(TokenCosts.pair(last, letter));
            last = letter;
        }
        before = last;
        cost += sum;
        return at;
    }

    /** The text ends: what follows is another one. */
    void end() {
        close(false);
        openSpaces(DIGITS);
        piece = NOTHING;
    }

    /** In tokens, of all texts so far. */
    long tokens() {
        return (cost + TokenCosts.TOKEN / 2) / TokenCosts.TOKEN;
    }

    private void ascii(int c) {
        int lowered = c | 0x20;
        if (lowered >= 'a' && lowered <= 'z') {
            latin(lowered - 'a', c == lowered);
        } else if (c >= '0' && c <= '9') {
            digit();
        } else {
            punctuation(c);
        }
    }

    private void other(int c) {
        int kind = Scripts.of(c);
        if (kind == Scripts.LATIN) {
            latin(TokenCosts.ACCENTED, !Character.isUpperCase(c));
        } else if (kind == Scripts.DIGITS) {
            digit();
        } else if (kind == Scripts.MARKS) {
            punctuation(c);
        } else {
            letter(kind);
        }
    }

    private void space(int c) {
        boolean lineBreak = c == '\n' || c == '\r';
        if (piece != NOTHING) {
            breaksOfMark = piece == PUNCTUATION;
            close(false);
            piece = NOTHING;
        }
        breaksOfMark &= lineBreak;
        if (breaksOfMark) {
            return;
        }
        lineBreaks |= lineBreak;
        spaces = lineBreak ? 0 : spaces + 1; // a tokenizer takes those in front of a line break with it
    }

    private void latin(int index, boolean isLower) {
        if (piece == WORD && script == Scripts.LATIN && (isLower || !lower)) {
            spend(TokenCosts.pair(before, index));
            if (!isLower) {
                spend(TokenCosts.CAPITALS);
            }
        } else if (piece == PUNCTUATION
                && length == 1
                && before == '\''
                && script == Scripts.LATIN
                && !spaced
                && isLower) {
            spend(TokenCosts.CONTRACTION);
            piece = WORD;
        } else {
            begin(WORD, Scripts.LATIN);
        }
        before = index;
        lower = isLower;
    }

    private void letter(int kind) {
        if (piece == WORD && script == kind) {
            spend(TokenCosts.letter(kind));
        } else {
            begin(WORD, kind);
        }
    }

    private void digit() {
        if (piece != DIGITS) {
            begin(DIGITS, NOTHING);
        } else if (++length % 3 == 1) {
            spend(TokenCosts.DIGITS);
        }
    }

    private void punctuation(int c) {
        if (piece != PUNCTUATION) {
            begin(PUNCTUATION, piece == WORD ? script : NO_WORD);
        } else {
            spend(c == before ? TokenCosts.SAME_MARK : TokenCosts.NEXT_MARK);
            length++;
        }
        before = c;
    }

    private void begin(int next, int ofScript) {
        boolean joined = close(next == WORD);
        boolean space = openSpaces(next);
        piece = next;
        script = ofScript;
        length = 1;
        spaced = space;
        if (next == WORD) {
            spend(ofScript == Scripts.LATIN ? latinWord(joined, space) : TokenCosts.word(ofScript));
        } else if (next == DIGITS) {
            spend(TokenCosts.DIGITS);
        }
    }

    private static int latinWord(boolean joined, boolean space) {
        if (joined) {
            return TokenCosts.JOINED_WORD;
        }
        return space ? TokenCosts.SPACED_WORD : TokenCosts.BARE_WORD;
    }

    /** @return whether the last mark belongs to the word that follows */
    private boolean close(boolean beforeWord) {
        if (piece != PUNCTUATION) {
            return false;
        }
        boolean joins = beforeWord && length == 1 && !spaced;
        if (!joins) {
            spend(spaced ? TokenCosts.SPACED_MARK : TokenCosts.MARK);
        }
        return joins;
    }

    /** @return whether the last space belongs to what follows */
    private boolean openSpaces(int next) {
        if (lineBreaks) {
            spend(TokenCosts.LINE_BREAKS);
        }
        boolean joins = spaces > 0 && next != DIGITS;
        for (int left = spaces - (joins ? 1 : 0); left > 0; left -= LONGEST_SPACES) {
            spend(TokenCosts.SPACES);
        }
        spaces = 0;
        lineBreaks = false;
        return joins;
    }

    private void spend(int event) {
        cost += TokenCosts.of(event);
    }
}
