/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the offered tools the model calls. A program that offers a few wants to see one of them called. A coding agent
 * offers a whole box with every request, and the tool that happens to be the first may begin agents without end: there
 * the user names the one to call, {@code Use the tool Bash with {"command": "ls"}}, or gets words.
 */
final class Toolbox {

    private static final int FEW = 4;
    private static final Pattern NAMED =
            Pattern.compile("\\bthe tool [`'\"]?([A-Za-z0-9_-]+)[`'\"]?(?: with (?=\\{))?", Pattern.CASE_INSENSITIVE);

    private Toolbox() {}

    /** What {@code tool_choice} and the user's words leave of them; the first is called. */
    static List<Prompt.Tool> choose(List<Prompt.Tool> tools, JsonNode choice, String userText) {
        String how = choice.asText(choice.path("type").asText());
        if (how.equals("none")) {
            return List.of();
        }
        String forced =
                choice.path("function").path("name").asText(choice.path("name").asText());
        if (!forced.isEmpty()) {
            return tools.stream().filter(tool -> tool.name().equals(forced)).toList();
        }
        Optional<Prompt.Tool> named = named(tools, userText);
        if (named.isPresent()) {
            return List.of(named.get());
        }
        boolean must = how.equals("required") || how.equals("any");
        return must || tools.size() <= FEW ? tools : List.of();
    }

    private static Optional<Prompt.Tool> named(List<Prompt.Tool> tools, String userText) {
        Matcher words = NAMED.matcher(userText);
        while (words.find()) {
            for (Prompt.Tool tool : tools) {
                if (tool.name().equals(words.group(1))) {
                    return Optional.of(tool.with(Json.firstObject(userText.substring(words.end()))));
                }
            }
        }
        return Optional.empty();
    }
}
