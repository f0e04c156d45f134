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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What embedding.md says an application needs is what the host applications have, which are built and run. */
class HostDependenciesTest {

    private static final Path HOSTS = Path.of("src/it");
    private static final Path PAGE = Path.of("src/docs/embedding.md");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

    @ParameterizedTest
    @MethodSource("rows")
    void hostHasExactlyWhatThePageSays(String host, Set<String> documented) throws IOException {
        assertThat(dependencies(host)).isEqualTo(documented);
    }

    static Stream<Arguments> rows() throws IOException {
        List<String> rows =
                section().lines().filter(line -> line.contains("](../it/")).toList();
        assertThat(rows).hasSize(3);
        return rows.stream()
                .flatMap(row -> Pattern.compile("\\]\\(\\.\\./it/(.*?)\\)")
                        .matcher(row)
                        .results()
                        .map(link -> Arguments.of(link.group(1), quoted(row))));
    }

    /** As soon as one looks into an object, it is the component that does it; without one, it is not needed. */
    @Test
    void hostsWhoseExpressionsLookIntoObjectsHaveTheComponentForThem() throws IOException {
        Pattern looking = Pattern.compile("\\$\\{(body|variable\\.\\w+)\\[|\\$\\{body\\.|\\$\\{exception\\.status");
        for (String host : List.of("camel-main-java", "camel-main-yaml", "esb-flow")) {
            boolean looks;
            try (Stream<Path> files = Files.walk(HOSTS.resolve(host).resolve("src/main"))) {
                looks = files.filter(Files::isRegularFile)
                        .anyMatch(file -> looking.matcher(read(file)).find());
            }
            assertThat(dependencies(host).contains("camel-bean")).as(host).isEqualTo(looks);
        }
    }

    @Test
    void whatThePageExcludesIsExcludedByTheHost() throws IOException {
        String documented =
                section().substring(section().indexOf("<dependency>"), section().indexOf("</dependency>"));

        assertThat(withoutSpaceOrComment(read(HOSTS.resolve("esb-flow/pom.xml"))))
                .contains(withoutSpaceOrComment(documented));
    }

    private static String section() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("## Dependencies");
        return page.substring(begin, page.indexOf("\n## ", begin));
    }

    /** Those that the application runs with, less ours. */
    private static Set<String> dependencies(String host) {
        String pom = read(HOSTS.resolve(host).resolve("pom.xml"))
                .replaceAll("(?s)<dependencyManagement>.*?</dep.*?ment>", "");
        return DEPENDENCY
                .matcher(pom)
                .results()
                .map(MatchResult::group)
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .map(dependency -> ARTIFACT.matcher(dependency)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1))
                .filter(artifact -> !artifact.equals("camel-openrouter"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> quoted(String row) {
        return Pattern.compile("`(.*?)`")
                .matcher(row)
                .results()
                .map(code -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutSpaceOrComment(String xml) {
        return xml.replaceAll("(?s)<!--.*?-->", "").replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
