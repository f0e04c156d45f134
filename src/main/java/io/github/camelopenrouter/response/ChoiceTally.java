/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

/**
 * Which choices of an answer have begun and which have finished, so that a stream cut after one of several has finished is
 * not taken for whole. One bit for each index up to 63. A choice beyond is never seen to finish: hardly anybody asks for so
 * many, and their stream is still whole with its {@code [DONE]}.
 */
final class ChoiceTally {

    private long begun;
    private long finished;
    private boolean beyond;

    // of the text that is being read, which counts only once it has ended
    private long begunInText;
    private long finishedInText;
    private boolean inChoice;
    private long index;
    private boolean finishes;

    void beginText() {
        begunInText = 0;
        finishedInText = 0;
        inChoice = false;
    }

    /** The next choice of the text begins; it is the first one unless its index says otherwise. */
    void beginChoice() {
        note();
        inChoice = true;
        index = 0;
        finishes = false;
    }

    /** The choice is this one. */
    void index(long known) {
        index = known;
    }

    /** The choice has a finish reason. */
    void finish() {
        finishes = true;
    }

    void endText() {
        note();
        begun |= begunInText;
        finished |= finishedInText;
    }

    /** Whether at least one has begun, and all that have begun have finished. */
    boolean areFinished() {
        return begun != 0 && begun == finished && !beyond;
    }

    /** The indexes of those that have begun and not finished, a bit for each. */
    long unfinished() {
        return begun & ~finished;
    }

    /** The indexes of those that have finished, a bit for each. */
    long finished() {
        return finished;
    }

    /** The index may stand behind the finish reason, so a choice counts when the next one begins or the text ends. */
    private void note() {
        if (!inChoice) {
            return;
        }
        inChoice = false;
        if (index > 63) {
            beyond = true;
            return;
        }
        begunInText |= 1L << index;
        if (finishes) {
            finishedInText |= 1L << index;
        }
    }
}
