/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import org.jspecify.annotations.Nullable;

/**
 * What the {@code usage} objects of one answer say together. As a rule a later one tells more of the same, and replaces what
 * an earlier one has said. The events that end one picture of several are another matter: each has a usage of its own, and
 * the call costs all of them.
 */
final class UsageTally {

    private @Nullable String told;
    private @Nullable String added;

    // of the text that is being read
    private @Nullable String inText;

    /** The text that is being read has this one. */
    void found(String usage) {
        inText = UsageMerge.of(inText, usage);
    }

    /**
     * The text has ended.
     *
     * @param isOwn whether its usage is one of several
     */
    void endText(boolean isOwn) {
        if (inText == null) {
            return;
        }
        if (isOwn) {
            added = UsageMerge.sum(added, inText);
        } else {
            told = UsageMerge.of(told, inText);
        }
        inText = null;
    }

    /** What is known by now, null for nothing; that of a text that is cut off was used all the same. */
    @Nullable
    String json() {
        String known = both(told, added);
        return both(known, inText);
    }

    private static @Nullable String both(@Nullable String earlier, @Nullable String later) {
        return later == null ? earlier : UsageMerge.of(earlier, later);
    }
}
