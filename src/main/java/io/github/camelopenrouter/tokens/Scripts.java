/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

/** The writing systems as far as a tokenizer treats them alike, for characters that are not ASCII. */
final class Scripts {

    static final int LATIN = 0;
    static final int GREEK = 1;
    static final int CYRILLIC = 2;
    static final int HEBREW = 3;
    static final int ARABIC = 4;
    static final int INDIC = 5;
    static final int THAI = 6;
    static final int KANA = 7;
    static final int HAN = 8;
    static final int HANGUL = 9;
    /** All other letters. */
    static final int OTHER = 10;
    /** Pictures, of four bytes each. */
    static final int EMOJI = 11;

    /** No letters. */
    static final int DIGITS = 12;

    static final int MARKS = 13;

    private Scripts() {}

    static int of(int c) {
        if (c < 0x0530) {
            return early(c);
        }
        if (c < 0x2000) {
            return middle(c);
        }
        if (c < 0x3040) {
            return c < 0x2E80 || c >= 0x3000 ? MARKS : HAN;
        }
        if (c < 0x3100) {
            return KANA;
        }
        if (c < 0xAC00) {
            return c >= 0x3400 && c < 0xA000 ? HAN : OTHER;
        }
        if (c < 0xD7B0) {
            return HANGUL;
        }
        return late(c);
    }

    private static int early(int c) {
        if (c >= 0x0400) {
            return CYRILLIC;
        }
        if (c >= 0x0370) {
            return GREEK;
        }
        return c >= 0xC0 && c != 0xD7 && c != 0xF7 || c == 0xAA || c == 0xB5 || c == 0xBA ? LATIN : MARKS;
    }

    private static int middle(int c) {
        if (c >= 0x0590 && c < 0x0600) {
            return HEBREW;
        }
        if (c >= 0x0660 && c < 0x066A || c >= 0x06F0 && c < 0x06FA) {
            return DIGITS;
        }
        if (c >= 0x0600 && c < 0x0780) {
            return ARABIC;
        }
        if (c >= 0x0900 && c < 0x0E00) {
            return INDIC;
        }
        if (c >= 0x0E00 && c < 0x0F00) {
            return THAI;
        }
        return c >= 0x1E00 && c < 0x1F00 ? LATIN : c >= 0x1F00 ? GREEK : OTHER;
    }

    private static int late(int c) {
        if (c >= 0xFB50 && c < 0xFE00 || c >= 0xFE70 && c < 0xFEFF) {
            return ARABIC;
        }
        if (c >= 0xFE00 && c < 0x10000) {
            return MARKS;
        }
        return c >= 0x1F000 && c < 0x20000 ? EMOJI : c >= 0x20000 && c < 0x32000 ? HAN : OTHER;
    }
}
