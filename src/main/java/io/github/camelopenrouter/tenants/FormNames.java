/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.passthrough.MultipartBody;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** The parts of a form, in which nothing can be changed. */
final class FormNames {

    private FormNames() {}

    /** @param asked about each name in lower case, without what some readers take for a list or an object, {@code user[id]} */
    static void refuse(MultipartBody form, Predicate<String> asked, Function<String, OpenRouterException> refusal) {
        for (String name : form.names()) {
            String plain = plain(name);
            if (asked.test(plain)) {
                throw refusal.apply(plain);
            }
        }
    }

    private static String plain(String name) {
        int bracket = name.indexOf('[');
        return (bracket < 0 ? name : name.substring(0, bracket))
                .replaceAll("[\\s\\p{Cntrl}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
