/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

/** One text in a {@link ResponseEvent}. */
public interface ResponseText {

    TextPlace place();

    /** Whether this is all that stands in its place, as in plain bodies and at the end of an item; else a piece of it. */
    boolean isWhole();

    /** Decoded, and as it was replaced last. The arguments of a plain Anthropic body are the JSON of an object. */
    String text();

    /**
     * Goes out in its place; all else stays byte for byte, but for the {@code logprobs} beside it and in the events behind it,
     * which may spell the text and go.
     *
     * @throws UnsupportedOperationException where the place cannot be edited ({@link TextPlace.Kind#isEditable})
     * @throws IllegalArgumentException where an object is needed and this is no JSON of one
     */
    void replaceBy(String text);
}
