/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

/**
 * Where a text of an answer stands. Pieces of the same place belong together, in their order.
 *
 * @param choice of chat and text completions; 0 elsewhere
 * @param item of a response or message, its output or content block; in chat the tool call or the reasoning detail
 * @param part of an item that has several; negative for the summaries of its reasoning
 */
public record TextPlace(Kind kind, int choice, int item, int part) {

    /** What is said there. */
    public enum Kind {
        /** The answer itself, a transcript of spoken ones among it. */
        TEXT,
        REFUSAL,
        /** Thoughts that nobody has signed. */
        REASONING,
        /** Thoughts that the model takes back only as they are: they may be left out, with all of their item. */
        SIGNED_REASONING,
        TOOL_NAME,
        TOOL_ARGUMENTS,
        /** What stands beside the answer: citations, annotations, and fields that the gateway does not know. */
        OTHER,
        /** An image, sound or encrypted thoughts; its text is empty. */
        UNREADABLE;

        /** Whether it may be replaced. */
        public boolean isEditable() {
            return this != SIGNED_REASONING && this != UNREADABLE;
        }
    }
}
