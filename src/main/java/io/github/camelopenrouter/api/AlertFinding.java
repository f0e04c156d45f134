/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong now. The same rule finds the same subject again for as long as it is.
 *
 * @param subject what it is about: a vendor, the label of a key; never a secret. It tells one incident of a rule from another
 * @param value what was measured, in words for people; null where nothing is
 * @param threshold what it is compared with; null where there is none
 * @param text one sentence for whoever is woken by it, without secrets
 */
public record AlertFinding(
        String subject, @Nullable String value, @Nullable String threshold, String text) {}
