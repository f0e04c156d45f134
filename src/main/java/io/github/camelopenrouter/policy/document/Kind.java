/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.Locale;

/** What a policy is made of, in the order in which it is read: what comes later may lean on what comes first. */
public enum Kind {
    DEFAULTS("defaults", false),
    ORGANISATION("organisation", false),
    TEAM("teams", true),
    USER("users", true),
    KEY("keys", true);

    /** The name of the entry that is alone of its kind. */
    public static final String ALONE = "";

    private final String field;
    private final boolean named;

    Kind(String field, boolean named) {
        this.field = field;
        this.named = named;
    }

    /** The field of a policy under which it stands. */
    public String field() {
        return field;
    }

    /** Whether there are many, each with a name of the writer's own. */
    public boolean isNamed() {
        return named;
    }

    /** One of them, in a sentence. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
