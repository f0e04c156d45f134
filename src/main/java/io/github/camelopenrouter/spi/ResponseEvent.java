/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.util.List;

/** One event of a streamed answer, or the body of a plain one. Valid until it has gone out. */
public interface ResponseEvent {

    /** What can be read in it, in its order; empty for what only steers the stream. */
    List<? extends ResponseText> texts();

    /** It is not to go out. Whoever leaves out a part of a block, an item or a call leaves out all of it. */
    void leaveOut();

    /** As it would go out now, with its field names and its blank line, or the body. */
    byte[] bytes();
}
