/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.kamelet.KameletFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every relative link of README and src/docs leads to a file that there is, and to a heading in it. */
class DocumentLinksTest {

    private static final Path PAGES = Path.of("src", "docs");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void leadSomewhere() throws IOException {
        List<Page> pages = Documents.read().pages();

        assertThat(pages).hasSizeGreaterThan(10);
        for (Page page : pages) {
            LINK.matcher(page.prose()).results().forEach(link -> assertLeads(page, link.group(1), link.group(2)));
        }
    }

    @Test
    void readmeNamesEveryPage() throws IOException {
        Documents documents = Documents.read();
        String table = documents.section("Where to read on");

        assertThat(documents.pages().stream().skip(1).filter(page -> isBelow(PAGES, page)))
                .hasSizeGreaterThan(10)
                .allSatisfy(page -> assertThat(table).contains("](" + page.file() + ")"));
    }

    @Test
    void pageOfAllKameletsNamesEachOnes() throws IOException {
        String overview = Page.read(PAGES.resolve("kamelets.md")).text();

        assertThat(Documents.read().pages().stream().filter(page -> isBelow(PAGES.resolve("kamelets"), page)))
                .hasSize(KameletFile.all().size())
                .allSatisfy(page -> assertThat(overview).contains("](" + PAGES.relativize(page.file()) + ")"));
    }

    private static boolean isBelow(Path folder, Page page) {
        return folder.equals(page.file().getParent());
    }

    private static void assertLeads(Page page, String path, String anchor) {
        Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path);
        assertThat(target).as("a link in %s", page.file()).exists();
        if (anchor != null) {
            assertThat(anchors(target))
                    .as("headings of %s, linked in %s", target, page.file())
                    .contains(anchor);
        }
    }

    /** As GitHub names them. */
    private static List<String> anchors(Path file) {
        try {
            return HEADING.matcher(new Page(file, Files.readString(file)).prose())
                    .results()
                    .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                    .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
