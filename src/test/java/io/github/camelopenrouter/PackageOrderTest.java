/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Packages depend downwards only: kamelet, then operation, then request, models, upstream and server, then stream, error, config. */
class PackageOrderTest {

    private static final String ROOT = "io.github.camelopenrouter";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    /** What each package may use of ours; the root package, which starts everything, may use all. */
    private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
            entry("config", List.of()),
            entry("balance", List.of()),
            entry("error", List.of("config")),
            entry("stream", List.of("error", "config")),
            entry("request", List.of("balance", "error", "config")),
            entry("models", List.of("error", "config")),
            entry("upstream", List.of("stream", "balance", "error", "config")),
            entry(
                    "operation",
                    List.of("request", "models", "upstream", "sandbox", "stream", "balance", "error", "config")),
            entry("kamelet", List.of("operation", "request", "stream", "error", "config")),
            entry("server", List.of("stream", "error", "config")),
            entry("sandbox", List.of()));

    @Test
    void packagesUseOnlyWhatStandsBelowThem() {
        ALLOWED.forEach((name, below) -> ALLOWED.keySet().stream()
                .filter(other -> !other.equals(name) && !below.contains(other))
                .forEach(other -> noClasses()
                        .that()
                        .resideInAPackage(packageOf(name))
                        .should()
                        .dependOnClassesThat(resideInAPackage(packageOf(other)))
                        .check(CLASSES)));
    }

    @Test
    void everyPackageIsInTheOrder() {
        noClasses()
                .should()
                .resideOutsideOfPackages(ALLOWED.keySet().stream()
                        .map(PackageOrderTest::packageOf)
                        .toList()
                        .toArray(new String[0]))
                .andShould()
                .resideOutsideOfPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingBelowTheRootNeedsWhatOnlyTheStandaloneStartHas() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.camel.main..",
                        "org.apache.camel.component.platform.http.main..",
                        "ch.qos.logback..")
                .check(CLASSES);
    }

    private static String packageOf(String name) {
        return ROOT + "." + name + "..";
    }
}
