/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How OpenRouter may spell what a vendor calls its model: version numbers with a dot, and no date.
 *
 * <p>Source: the model names of Anthropic's and OpenAI's API references beside the ids of OpenRouter's list, for example
 * {@code claude-3-5-sonnet-20241022} and {@code anthropic/claude-3.5-sonnet}.
 */
final class ModelSpelling {

    /** A release date as Anthropic and as OpenAI write it, or the word that stands for the newest. */
    private static final Pattern RELEASE = Pattern.compile("-(?:[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}|latest)$");

    /** Major and minor number with a dash between them: {@code -3-5-} or {@code -4-1} at the end. */
    private static final Pattern DASHED_VERSION = Pattern.compile("(?<=-)([0-9]{1,2})-([0-9]{1,2})(?=-|$)");

    /** Anthropic's alias {@code claude-sonnet-4-0} is plain {@code claude-sonnet-4} at OpenRouter. */
    private static final Pattern ZERO_MINOR = Pattern.compile("(?<=-[0-9]{1,2})\\.0(?=-|$)");

    private ModelSpelling() {}

    /** The spellings to look for, best first; the first is the name itself. */
    static Set<String> candidates(String name) {
        Matcher release = RELEASE.matcher(name);
        String stem = release.find() ? name.substring(0, release.start()) : name;
        String dotted = DASHED_VERSION.matcher(stem).replaceFirst("$1.$2");
        Set<String> candidates = new LinkedHashSet<>();
        candidates.add(name);
        candidates.add(dotted + name.substring(stem.length()));
        candidates.add(stem);
        candidates.add(dotted);
        candidates.add(ZERO_MINOR.matcher(dotted).replaceFirst(""));
        return candidates;
    }
}
