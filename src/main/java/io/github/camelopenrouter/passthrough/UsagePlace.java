/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

/** Where it stands what a call has used and costs. */
public enum UsagePlace {
    /** Nowhere: it costs nothing. */
    NONE,
    /** {@code usage} of the JSON answer, or of the last event of its stream that has one. */
    ANSWER,
    /** Not in the answer: {@code GET /v1/generation} tells it for the id in the header {@code X-Generation-Id}. */
    GENERATION,
    /** {@code usage} of the job, once that is completed: whoever looks at it twice sees it twice. */
    JOB
}
