/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** README and the pages of src/docs as one: where something stands among them is nobody's business but the reader's. */
public record Documents(List<Page> pages) {

    private static final Path README = Path.of("README.md");
    private static final Path PAGES = Path.of("src/docs");

    public static Documents read() throws IOException {
        List<Page> pages = new ArrayList<>(List.of(Page.read(README)));
        try (Stream<Path> files = Files.walk(PAGES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                pages.add(Page.read(file));
            }
        }
        return new Documents(List.copyOf(pages));
    }

    Page readme() {
        return pages.get(0);
    }

    public String text() {
        return pages.stream().map(Page::text).collect(Collectors.joining("\n"));
    }

    /** What stands below a heading, in whichever page, up to the next heading of its level or a higher one. */
    public String section(String heading) {
        return pages.stream()
                .flatMap(page -> page.findSection(heading).stream())
                .reduce((first, second) -> second) // README points to what a page of the same name says
                .orElseThrow(() -> new AssertionError("No document has a section " + heading));
    }

    /** The blocks of all pages, each once: README may show what a page explains. */
    List<Page.Block> blocks(String language) {
        return pages.stream()
                .flatMap(page -> page.blocks(language).stream())
                .distinct()
                .toList();
    }

    /** The one block that has these words in it. */
    Page.Block block(String language, String words) {
        List<Page.Block> found = blocks(language).stream()
                .filter(block -> block.text().contains(words))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " different blocks have " + words);
        }
        return found.get(0);
    }
}
