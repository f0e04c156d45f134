/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.config.SettingsTable;
import io.github.camelopenrouter.kamelet.TextTable;
import io.github.camelopenrouter.passthrough.PathsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of Markdown as tests see it: its fenced blocks, and the parts of it that are made from the code. */
record Page(Path file, String text) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```\\n");
    private static final Pattern SETTINGS =
            Pattern.compile("(?s)(<!-- settings:begin -->\\n).*?(<!-- settings:end -->)");
    private static final Pattern PATHS = Pattern.compile("(?s)(<!-- paths:begin -->\\n).*?(<!-- paths:end -->)");
    private static final Pattern KAMELETS =
            Pattern.compile("(?s)(<!-- kamelets:begin -->\\n).*?(<!-- kamelets:end -->)");
    private static final Pattern KAMELET =
            Pattern.compile("(?s)(<!-- kamelet: (\\S+) -->\\n).*?(<!-- kamelet:end -->)");
    private static final Pattern TEXTS = Pattern.compile("(?s)(<!-- texts:begin -->\\n).*?(<!-- texts:end -->)");
    private static final Pattern SOURCE = Pattern.compile("(?ms)(^<!-- source: (\\S+) -->\\n```java\\n)(.*?)(^```\\n)");
    private static final Pattern REGION = Pattern.compile("(?ms)^\\s*// shown: begin\\n(.*?)^\\s*// shown: end$");

    /** A fenced block; the answer is the block that follows with nothing between the two. */
    record Block(String language, String text, Optional<String> answer) {}

    static Page read(Path file) throws IOException {
        return new Page(file, Files.readString(file));
    }

    /** What stands below a heading, up to the next heading of its level or a higher one. */
    Optional<String> findSection(String heading) {
        Matcher begin =
                Pattern.compile("(?m)^(#+) " + Pattern.quote(heading) + "$").matcher(text);
        if (!begin.find()) {
            return Optional.empty();
        }
        Matcher end =
                Pattern.compile("(?m)^#{1," + begin.group(1).length() + "} ").matcher(prose());
        return Optional.of(text.substring(begin.end(), end.find(begin.end()) ? end.start() : text.length()));
    }

    /** The same text, blanks in place of what is fenced, so that a comment in it is no heading and no link. */
    String prose() {
        return FENCED.matcher(text).replaceAll(block -> block.group().replaceAll("[^\\n]", " "));
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** All of them, in the order of the page. */
    List<Block> blocks() {
        List<MatchResult> all = FENCED.matcher(text).results().toList();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            blocks.add(new Block(
                    all.get(i).group(1), all.get(i).group(2), i + 1 < all.size() ? answer(all, i) : Optional.empty()));
        }
        return blocks;
    }

    /** The same with the tables and the examples as the code has them today. */
    Page updated() {
        String withSettings =
                SETTINGS.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(SettingsTable.markdown()) + "$2");
        String withPaths =
                PATHS.matcher(withSettings).replaceAll("$1" + Matcher.quoteReplacement(PathsTable.markdown()) + "$2");
        String withKamelets =
                KAMELETS.matcher(withPaths).replaceAll("$1" + Matcher.quoteReplacement(KameletTable.overview()) + "$2");
        String withKamelet = KAMELET.matcher(withKamelets)
                .replaceAll(match ->
                        Matcher.quoteReplacement(match.group(1) + KameletTable.page(match.group(2)) + match.group(3)));
        String withTexts =
                TEXTS.matcher(withKamelet).replaceAll("$1" + Matcher.quoteReplacement(TextTable.markdown()) + "$2");
        return new Page(
                file,
                SOURCE.matcher(withTexts)
                        .replaceAll(match -> Matcher.quoteReplacement(
                                match.group(1) + region(Path.of(match.group(2))) + match.group(4))));
    }

    /** What matches a shown text: a … in it stands for whatever came there. */
    static Pattern pattern(String shown) {
        String pattern =
                Arrays.stream(shown.strip().split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*?"));
        return Pattern.compile(pattern, Pattern.DOTALL);
    }

    private Optional<String> answer(List<MatchResult> all, int index) {
        MatchResult next = all.get(index + 1);
        boolean adjacent = text.substring(all.get(index).end(), next.start()).isBlank();
        return adjacent && !next.group(1).equals("bash") ? Optional.of(next.group(2)) : Optional.empty();
    }

    /** What stands between the markers of a source file, without its indentation and the formatter's switches. */
    private static String region(Path file) {
        try {
            Matcher region = REGION.matcher(Files.readString(file));
            if (!region.find()) {
                throw new IllegalStateException(file + " has no region to show");
            }
            return region.group(1)
                    .lines()
                    .filter(line -> !line.contains("// @formatter:"))
                    .collect(Collectors.joining("\n"))
                    .stripIndent()
                    .concat("\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
