/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

/** The forms in which a failure after the head has been seen to arrive. */
enum Failure {
    /** As documented: a top-level {@code error} beside a choice that finishes with {@code error}. */
    CHUNK,
    /** The same with an empty {@code choices}. */
    EMPTY_CHOICES,
    /** The error inside the choice. */
    IN_CHOICE,
    /** The plain error envelope and nothing else. */
    BARE
}
