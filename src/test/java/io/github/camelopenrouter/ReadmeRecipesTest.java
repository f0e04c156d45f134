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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents list the recipes that there are, and each says at its top what it is good for. */
class ReadmeRecipesTest {

    private static final Path RECIPES = Path.of("src/it/recipes");
    private static final Pattern LINK = Pattern.compile("\\]\\(\\.\\./(it/recipes/[^)]+)\\)");

    @Test
    void documentsLinkEveryRecipe() throws IOException {
        assertThat(LINK.matcher(Documents.read().text()).results().map(link -> "src/" + link.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        recipes().stream().map(Path::toString).toList());
    }

    @Test
    void everyRecipeBeginsWithTheWish() throws IOException {
        assertThat(recipes())
                .hasSizeGreaterThan(5)
                .allSatisfy(recipe -> assertThat(Files.readString(recipe)).startsWith("# Wish: "));
    }

    private static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }
}
