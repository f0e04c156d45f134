/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

/** Whether the bytes that pass, in pieces cut anywhere, are one certain word and nothing else. */
final class Word {

    private static final int ANOTHER = -1;

    private final byte[] word;
    private int matched;

    /** @param word is not to be changed */
    Word(byte[] word) {
        this.word = word;
    }

    /** A word begins. */
    void begin() {
        matched = 0;
    }

    void feed(byte[] bytes, int from, int to) {
        for (int at = from; at < to && matched != ANOTHER; at++) {
            matched = matched < word.length && bytes[at] == word[matched] ? matched + 1 : ANOTHER;
        }
    }

    /** It will not be the word any more. */
    void spoil() {
        matched = ANOTHER;
    }

    boolean isThere() {
        return matched == word.length;
    }
}
