/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

/** The three usage chunks that OpenRouter has sent over time; {@link #C} is today's. */
enum UsageShape {
    /** 2025: a choice without a finish reason. */
    A,
    /** The documentation's: no choice at all. */
    B,
    /** A choice that repeats the finish reason, and the service tier. */
    C
}
