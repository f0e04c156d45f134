/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * A stand-in for OpenRouter that answers without a key, a network or a bill. A small server of its own in one room: a
 * reader and a format for each of the four APIs, and a ledger of what the answers would have cost. Nobody but the start
 * sees more of it than {@link io.github.camelopenrouter.sandbox.Sandbox}. Uses nothing of ours.
 */
@NullMarked
package io.github.camelopenrouter.sandbox;

import org.jspecify.annotations.NullMarked;
