/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.config.SettingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a regular expression finds in the texts of a request: in every string value but the names of models. It
 * looks at texts as they are meant, so an escape like {@code \u0040} hides nothing, and writes them as valid JSON.
 */
public final class TextReplacement extends RequestRule {

    private @Nullable Pattern pattern;
    private String replacement = "";

    /** @param pattern in Java's syntax */
    public void setPattern(String pattern) {
        try {
            this.pattern = Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new SettingException("The pattern \"" + pattern
                    + "\" of a text replacement is no regular expression: " + e.getDescription() + ".");
        }
    }

    /** @param replacement empty unless set; {@code $1} stands for the pattern's first group */
    public void setReplacement(String replacement) {
        this.replacement = replacement;
    }

    @Override
    boolean apply(ObjectNode body, Operation operation) {
        Pattern sought = pattern;
        if (sought == null) {
            throw new IllegalStateException("The text replacement has no property pattern");
        }
        TextWalk walk = new TextWalk(text -> replaced(sought, text));
        body.properties().stream()
                .filter(parameter -> !NamedModels.isName(parameter.getKey()))
                .forEach(parameter -> parameter.setValue(walk.through(parameter.getValue())));
        return walk.hasChanged();
    }

    private String replaced(Pattern sought, String text) {
        Matcher found = sought.matcher(text);
        return found.find() ? found.replaceAll(replacement) : text;
    }
}
