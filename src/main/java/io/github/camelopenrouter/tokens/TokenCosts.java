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
 * What the pieces of a text cost on average, in hundredths of a token. Fitted by least squares, to the counts that o200k_base
 * gives for prose of 20 languages and source code of seven, plus two per cent: it is better to expect a little too much. The
 * costs of scripts are a little above that, since the prose was technical and a story has rarer words.
 *
 * <p>A Latin word costs its beginning and, for each letter, what the pair with the letter before costs: those that are
 * common in English are mostly one token, so their pairs are cheap, and a rare pair (as in German compounds, names or base64)
 * often is where a tokenizer cuts.
 */
final class TokenCosts {

    static final int TOKEN = 100;

    /** Of a Latin word: a to z in any case, and all that have accents. */
    static final int LETTERS = 27;

    static final int ACCENTED = LETTERS - 1;

    private static final int PAIRS = LETTERS * LETTERS;

    /** A Latin word behind a space, behind something else, and behind a punctuation mark that becomes part of it. */
    static final int SPACED_WORD = PAIRS;

    static final int BARE_WORD = PAIRS + 1;
    static final int JOINED_WORD = PAIRS + 2;
    /** One more capital letter. */
    static final int CAPITALS = PAIRS + 3;
    /** What stands behind an apostrophe. */
    static final int CONTRACTION = PAIRS + 4;
    /** Up to three. */
    static final int DIGITS = PAIRS + 5;

    static final int MARK = PAIRS + 6;
    static final int SPACED_MARK = PAIRS + 7;
    /** One more, and one more of the same. */
    static final int NEXT_MARK = PAIRS + 8;

    static final int SAME_MARK = PAIRS + 9;
    static final int LINE_BREAKS = PAIRS + 10;
    static final int SPACES = PAIRS + 11;
    private static final int SCRIPTS = PAIRS + 12;

    private static final int UNIT = 5;
    private static final int RADIX = 36;

    /** A row for the letter before, a column for the letter; each digit, to the base 36, stands for five hundredths. */
    private static final String[] PAIR_COSTS = {
        "6031d81855803000a02047000aa", // a
        "2bok0sdd90m0eh3ft33506um2y0", // b
        "2s1g1jh480103n20f0e00h700b0", // c
        "30e20hbl5af07a32k95a57ag086", // d
        "0c0262a87be31011021155204ed", // e
        "0mfc04ja0ue67013n0a00m8s0p0", // f
        "4qi80y66amg8ca7mm3110fzs61b", // g
        "20nk07in1r1ai01az0900rcn800", // h
        "6000100hp03540008110r1c7b02", // i
        "3ikc0a3xhb08l0aqto0r208hs0i", // j
        "95if04703wgcm3epgh71jd0dgld", // k
        "23d220000n50fc0hh50308fm0ma", // l
        "10f50eoi5ub00820rq0027kvdj5", // m
        "1j1130015a6130406v0008gz7kg", // n
        "0000004240013001g04302000q8", // o
        "0m920b2a6ek0bm04p01018z03lh", // p
        "xuruqlhfpqi0gihjcckn0lourf7", // q
        "2702093b2z04400c000000e90f9", // r
        "3l3007c26g0dd020g000041e7bc", // s
        "4c3002f00lg4ad30o01a0b0c0da", // t
        "0540000e2ej004w07000q93a5l9", // u
        "0j0v0mdi2trcl601jk9meslhgkb", // v
        "0cgk0ri21zo8l00hu00cik4nag5", // w
        "2s0z1lfn3lsf0ki0gz80lne82wf", // x
        "e98h6s9zexk1b000o084fwbkpcj", // y
        "4zcq0ftkfsrfua4ujbu00df80yf", // z
        "000a900e70f7500063560e70054", // accented
    };

    /** In the order of the constants above. */
    private static final int[] PIECE_COSTS = {85, 88, 104, 12, 73, 102, 100, 103, 20, 8, 102, 102};

    /** The first letter of a word, and each further one, in the order of {@link Scripts}. */
    private static final int[][] SCRIPT_COSTS = {
        {90, 30}, // Latin, which has the table above
        {90, 28}, // Greek
        {80, 17}, // Cyrillic
        {90, 30}, // Hebrew
        {75, 28}, // Arabic
        {75, 18}, // Indic
        {20, 40}, // Thai
        {72, 70}, // kana
        {120, 80}, // Han
        {95, 64}, // Hangul
        {90, 60}, // other
        {230, 170}, // emoji
    };

    private static final int[] COSTS = costs();

    private TokenCosts() {}

    static int of(int event) {
        return COSTS[event];
    }

    /** The letter behind another one of the same word. */
    static int pair(int before, int letter) {
        return before * LETTERS + letter;
    }

    /** The first letter of a word. */
    static int word(int script) {
        return SCRIPTS + 2 * script;
    }

    /** One more letter. */
    static int letter(int script) {
        return word(script) + 1;
    }

    private static int[] costs() {
        int[] costs = new int[SCRIPTS + 2 * SCRIPT_COSTS.length];
        for (int pair = 0; pair < PAIRS; pair++) {
            costs[pair] = UNIT * Character.digit(PAIR_COSTS[pair / LETTERS].charAt(pair % LETTERS), RADIX);
        }
        System.arraycopy(PIECE_COSTS, 0, costs, PAIRS, PIECE_COSTS.length);
        for (int script = 0; script < SCRIPT_COSTS.length; script++) {
            System.arraycopy(SCRIPT_COSTS[script], 0, costs, word(script), 2);
        }
        return costs;
    }
}
