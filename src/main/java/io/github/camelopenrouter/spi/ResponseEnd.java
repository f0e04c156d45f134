/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

/** How an answer has ended for a {@link ResponseFilter}. */
public enum ResponseEnd {
    /** It has shown that it is whole. */
    COMPLETE,
    /** It carried an error, which reaches the client unless the filter ends the answer itself. */
    ERROR,
    /** It broke off; the client is told by an error behind what goes out. */
    TRUNCATED,
    /** A filter has ended it, this one or another. */
    BLOCKED,
    /** Nobody reads it any more. */
    ABANDONED
}
