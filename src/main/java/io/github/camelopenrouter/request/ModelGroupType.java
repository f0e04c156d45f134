/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Aliases and what they stand for: {@code a>b;c>d*2|e}. A star never belongs to a model's name. */
final class ModelGroupType {

    private static final Pattern MEMBER = Pattern.compile("([^\\s>;|*]+)(?:\\*(" + Weight.PATTERN + "))?");

    private ModelGroupType() {}

    static SettingType<Map<String, List<WeightedModel>>> map() {
        return SettingType.of(
                "a list such as a>b;c>d*2|e, each name on the left once, each model of a name once, a weight above 0"
                        + " after *",
                text -> SettingTypes.parseMap(text, ModelGroupType::parseMembers));
    }

    private static List<WeightedModel> parseMembers(String text) {
        List<WeightedModel> members = new ArrayList<>();
        Set<String> models = new HashSet<>();
        for (String target : text.split("\\|", -1)) {
            WeightedModel member = parseMember(target.trim());
            if (!models.add(member.model())) {
                throw new WrongText(Redacted.of(member.model()) + " stands there twice");
            }
            members.add(member);
        }
        return List.copyOf(members);
    }

    private static WeightedModel parseMember(String text) {
        Matcher matcher = MEMBER.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return new WeightedModel(matcher.group(1), Weight.parse(matcher.group(2)));
    }
}
