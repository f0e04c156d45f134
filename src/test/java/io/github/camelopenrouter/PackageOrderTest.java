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
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between packages run down, as each package says in its {@code package-info}, and optional libraries have one home each. */
class PackageOrderTest {

    private static final String ROOT = "io.github.camelopenrouter";

    private static final String DOOR = ROOT + ".door";

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    /** What each package may use of ours; the root package, which starts everything and lists all settings, may use all. */
    private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
            entry("api", List.of()),
            entry("balance", List.of("config", "api")),
            entry("spi", List.of("config", "api")),
            entry("sandbox", List.of()),
            entry("config", List.of("api")),
            entry("error", List.of("config", "api")),
            entry("call", List.of("error", "api")),
            entry("body", List.of("error", "api")),
            entry("request", List.of("body", "balance", "error", "config", "api")),
            entry("passthrough", List.of("request", "body", "call", "error", "config", "api")),
            entry("rules", List.of("passthrough", "request", "body", "error", "config", "api")),
            entry("response", List.of("call", "error", "api")),
            entry("response.filter", List.of("response", "call", "error", "spi", "api")),
            entry("upstream", List.of("response.filter", "response", "call", "balance", "error", "config", "api")),
            entry("upstream.keys", List.of("upstream", "response", "call", "balance", "error", "config", "api")),
            entry(
                    "upstream.http",
                    List.of("httpclient", "upstream", "response.filter", "response", "call", "error", "config", "api")),
            entry("secrets", List.of("upstream.keys", "auth", "config", "spi", "api")),
            entry("usage", List.of("upstream.keys", "auth", "response", "call", "error", "config", "spi", "api")),
            entry("store", List.of("usage", "error", "config", "spi", "api")),
            entry("httpclient", List.of()),
            entry("webhook", List.of("httpclient", "config", "api")),
            entry("export", List.of("webhook", "usage", "config", "spi", "api")),
            entry("alert.receiver", List.of("webhook", "config", "spi", "api")),
            entry(
                    "alert",
                    List.of("webhook", "alert.rules", "upstream.keys", "upstream", "usage", "config", "spi", "api")),
            entry("alert.rules", List.of("upstream.keys", "upstream", "usage", "balance", "config", "spi", "api")),
            entry(
                    "metrics",
                    List.of("upstream.keys", "upstream", "models", "call", "balance", "error", "config", "spi", "api")),
            entry("tracing", List.of("call", "error", "config", "spi", "api")),
            entry("audit", List.of("usage", "call", "error", "config", "spi", "api")),
            entry(
                    "admin",
                    List.of(
                            "policy.store",
                            "policy.document",
                            "audit",
                            "usage",
                            "call",
                            "error",
                            "config",
                            "spi",
                            "api")),
            entry("admin.policy", List.of("admin", "policy.store", "policy.document", "error", "config", "spi", "api")),
            entry("policy.document", List.of("api")),
            entry(
                    "policy.request",
                    List.of("policy.document", "passthrough", "request", "body", "call", "error", "api")),
            entry(
                    "policy.cost",
                    List.of(
                            "policy.request",
                            "policy.document",
                            "passthrough",
                            "models",
                            "tokens",
                            "body",
                            "error",
                            "config",
                            "api")),
            entry("policy.store", List.of("policy.document", "error", "spi", "api")),
            entry(
                    "policy.limits",
                    List.of(
                            "policy.request",
                            "policy.document",
                            "tokens",
                            "passthrough",
                            "upstream",
                            "response",
                            "body",
                            "error",
                            "config",
                            "spi",
                            "api")),
            entry(
                    "policy.budgets",
                    List.of(
                            "policy.cost",
                            "policy.request",
                            "policy.document",
                            "usage",
                            "models",
                            "passthrough",
                            "tokens",
                            "upstream",
                            "response",
                            "request",
                            "body",
                            "call",
                            "error",
                            "config",
                            "spi",
                            "api")),
            entry(
                    "policy",
                    List.of(
                            "policy.store",
                            "policy.limits",
                            "policy.budgets",
                            "policy.request",
                            "policy.document",
                            "auth",
                            "models",
                            "upstream.keys",
                            "request",
                            "call",
                            "error",
                            "config",
                            "spi",
                            "api")),
            entry(
                    "tenants",
                    List.of(
                            "passthrough",
                            "models",
                            "admin",
                            "usage",
                            "auth",
                            "response",
                            "body",
                            "call",
                            "error",
                            "config",
                            "spi",
                            "api")),
            entry("tokens", List.of("body", "error", "api")),
            entry("models", List.of("error", "config", "api")),
            entry("auth", List.of("call", "error", "config", "spi", "api")),
            entry("auth.oidc", List.of("upstream.http", "auth", "error", "config", "spi", "api")),
            entry("accesslog", List.of("response", "call", "error", "config", "spi", "api")),
            entry("door", List.of("auth", "accesslog", "response", "call", "error", "config", "api")),
            entry(
                    "operation",
                    List.of(
                            "tenants",
                            "accesslog",
                            "auth.oidc",
                            "auth",
                            "audit",
                            "usage",
                            "store",
                            "export",
                            "alert.receiver",
                            "alert",
                            "metrics",
                            "tracing",
                            "models",
                            "tokens",
                            "passthrough",
                            "upstream.http",
                            "upstream.keys",
                            "upstream",
                            "response.filter",
                            "response",
                            "request",
                            "body",
                            "call",
                            "balance",
                            "sandbox",
                            "error",
                            "config",
                            "spi",
                            "api")),
            entry("kamelet", List.of("operation", "response", "request", "body", "call", "error", "config", "api")),
            entry(
                    "embedded",
                    List.of("kamelet", "operation", "door", "auth", "response", "call", "error", "config", "api")),
            entry("standalone.server", List.of("call", "error", "config", "api")),
            entry(
                    "standalone",
                    List.of(
                            "standalone.server",
                            "admin.policy",
                            "admin",
                            "alert",
                            "export",
                            "audit",
                            "embedded",
                            "kamelet",
                            "usage",
                            "store",
                            "metrics",
                            "operation",
                            "door",
                            "accesslog",
                            "auth",
                            "sandbox",
                            "request",
                            "call",
                            "error",
                            "config",
                            "spi",
                            "api")));

    /** Those of them that stand above nearly all the others, and say so in words. */
    private static final Set<String> ABOVE_MANY = Set.of("operation", "embedded", "standalone");

    /** Libraries that a host may lack, and who may use them. */
    private static final Map<String, List<String>> OPTIONAL = Map.ofEntries(
            entry("io.vertx..", List.of("door", "standalone", "standalone.server", "sandbox", "accesslog", "auth")),
            entry("io.netty..", List.of("door", "standalone.server", "sandbox")),
            entry("org.apache.camel.component.platform.http.vertx..", List.of("door", "auth", "standalone")),
            entry("org.apache.camel.main..", List.of("", "standalone")),
            entry("org.apache.camel.component.platform.http.main..", List.of("standalone")),
            entry("ch.qos.logback..", List.of("standalone")),
            entry("io.micrometer..", List.of("metrics")),
            entry("io.prometheus..", List.of("metrics")),
            entry("org.apache.camel.component.micrometer..", List.of("metrics")),
            entry("com.zaxxer.hikari..", List.of("store")),
            entry("org.flywaydb..", List.of("store")),
            entry("org.h2..", List.of("store")),
            entry("org.postgresql..", List.of("store")),
            entry("org.apache.camel.component.mail..", List.of("alert.receiver")),
            entry("jakarta.mail..", List.of("alert.receiver")),
            entry("com.nimbusds..", List.of("auth.oidc")),
            entry("io.github.bucket4j..", List.of("policy.limits")),
            entry("io.opentelemetry..", List.of("tracing")));

    /** All but {@code api}: its constants leave no trace in those who use nothing else of it. */
    @Test
    void packagesSayWhatTheyUse() throws IOException {
        Map<String, Set<String>> said = new TreeMap<>();
        Map<String, Set<String>> used = new TreeMap<>();
        for (String name : ALLOWED.keySet()) {
            if (!ABOVE_MANY.contains(name)) {
                said.put(name, saidBy(name));
                used.put(name, usedBy(name));
            }
        }
        assertThat(said).isEqualTo(used);
    }

    /** Behind the word Uses in the package's own description. */
    private static Set<String> saidBy(String name) throws IOException {
        String info =
                Files.readString(Path.of("src/main/java", (ROOT + "." + name).replace('.', '/'), "package-info.java"));
        String sentence =
                info.substring(info.indexOf("Uses", info.indexOf("/**")), info.indexOf("*/", info.indexOf("/**")));
        return Pattern.compile("\\{@code ([a-z.]+)}")
                .matcher(sentence)
                .results()
                .map(found -> found.group(1))
                .filter(other -> !other.equals("api"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> usedBy(String name) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(ROOT + "." + name))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(use -> use.getTargetClass().getPackageName())
                .filter(other -> other.startsWith(ROOT + ".") && !other.equals(ROOT + "." + name))
                .map(other -> other.substring(ROOT.length() + 1))
                .filter(other -> !other.equals("api"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

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
                .resideOutsideOfPackages(packagesOf(ALLOWED.keySet()))
                .andShould()
                .resideOutsideOfPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "door"})
    void classesOfAPackageHaveNoCycles(String name) {
        slices().assignedFrom(outermostClassesOf(packageOf(name)))
                .should()
                .beFreeOfCycles()
                .ignoreDependency(name(DOOR + ".Permit"), name(DOOR + ".Admission")) // gives itself back there
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheMainClassOrStandaloneButTheStartItself() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, packageOf("standalone"), packageOf("standalone.server"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT, packageOf("standalone"), packageOf("standalone.server")))
                .check(CLASSES);
    }

    /** Looked up from the very bottom: whatever else it used, everybody would depend on. */
    @Test
    void theListOfAllSettingsUsesNothingButTheirDeclarations() {
        classes()
                .that()
                .haveFullyQualifiedName(ROOT + ".AllSettings")
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage("java..").or(nameMatching(".*\\.(\\w+Settings|config\\.Sections?)")))
                .check(CLASSES);
    }

    @Test
    void optionalLibrariesStayWhereTheyBelong() {
        OPTIONAL.forEach((library, homes) -> noClasses()
                .that()
                .resideOutsideOfPackages(packagesOf(homes))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
    }

    private static SliceAssignment outermostClassesOf(String packageName) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().equals(packageName)
                        ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the classes of " + packageName;
            }
        };
    }

    private static String[] packagesOf(Collection<String> names) {
        return names.stream().map(PackageOrderTest::packageOf).toArray(String[]::new);
    }

    private static String packageOf(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }
}
