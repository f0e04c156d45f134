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
import java.util.regex.Pattern;

/** What may stand in {@code models} and {@code deny-models}: a pattern that no request's model can ever be is a fault. */
final class ModelPattern {

    private static final String PRESET = "@preset/";
    private static final String OWN = "openrouter/";

    /** Letter by letter: whatever OpenRouter may call a model, but nothing that stands for something else elsewhere. */
    private static final Pattern LITERAL = Pattern.compile("[\\p{Graph}&&[^,;?'\"`\\\\\\[\\]{}()<>|]]*");

    /** What a plain name may have, and {@code *} for some of it. */
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9*][a-z0-9._*-]*(?:/[a-z0-9._*-]+)?");

    private ModelPattern() {}

    /**
     * @param denies whether {@code *} stands for routers and moving names, too
     * @throws PolicyFault with what to write instead
     */
    static void check(List<String> patterns, String pointer, boolean denies) throws PolicyFault {
        for (int i = 0; i < patterns.size(); i++) {
            String fault = fault(patterns.get(i).toLowerCase(Locale.ROOT), denies);
            if (!fault.isEmpty()) {
                throw new PolicyFault(pointer + "/" + i, fault);
            }
        }
    }

    private static String fault(String pattern, boolean denies) {
        int at = pattern.indexOf(PRESET);
        String model = at < 0 ? pattern : pattern.substring(0, at);
        boolean glob = pattern.contains("*");
        if (at >= 0 && glob) {
            return "presets are named one by one, without *";
        }
        if (at == 0) {
            return "";
        }
        if (model.contains(":")) {
            return "a model stands here without its variant, '" + model.substring(0, model.indexOf(':'))
                    + "': what is behind the colon belongs to allow.variants";
        }
        if (!LITERAL.matcher(model).matches()) {
            return "this is no model's name: it is like 'openai/gpt-4o', and * stands for any characters";
        }
        if (!model.contains("/") && !model.startsWith("*")) {
            return "a model is named with its author, as 'openai/gpt-4o' or '*/gpt-4o', and not by an alias or a bare name";
        }
        if (model.startsWith(OWN) && model.indexOf('/', OWN.length()) >= 0) {
            return "the model is named without 'openrouter/': '" + model.substring(OWN.length()) + "'";
        }
        return glob && !denies ? faultOfGlob(model) : "";
    }

    /** A glob allows plain names alone. */
    private static String faultOfGlob(String model) {
        if (model.startsWith(OWN) || model.startsWith("~")) {
            return "routers and moving names are allowed one by one, as 'openrouter/auto': * stands for none of them";
        }
        return PLAIN.matcher(model).matches()
                ? ""
                : "this matches no model: it is like 'openai/*' or '*/gpt-4o', of letters, digits and . _ -";
    }
}
