/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.List;
import java.util.Locale;

/** The names that a rule lists, some of them with {@code *}. */
public final class Names {

    /** Nobody's. */
    public static final Names NONE = new Names(List.of());

    private final List<Glob> globs;

    private Names(List<String> names) {
        this.globs = names.stream().map(Glob::new).toList();
    }

    public static Names of(List<String> names) {
        return names.isEmpty() ? NONE : new Names(names);
    }

    public static Names of(String... names) {
        return of(List.of(names));
    }

    public boolean isEmpty() {
        return globs.isEmpty();
    }

    public boolean contain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Glob glob : globs) {
            if (glob.matches(lower)) {
                return true;
            }
        }
        return false;
    }

    /** Without what {@code *} stands for. */
    public boolean containLiterally(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return globs.stream().anyMatch(glob -> glob.isLiteral() && glob.matches(lower));
    }
}
