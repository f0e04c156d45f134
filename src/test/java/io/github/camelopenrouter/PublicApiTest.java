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

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.github.camelopenrouter.spi.Feature;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The types that users name, with all that they promise, stand in {@code src/build/api.txt}: a change of them is a change of
 * that file, and a line in the changelog. Other types are public only where a border between our packages forces it.
 */
class PublicApiTest {

    private static final Path LIST = Path.of("src/build/api.txt");
    private static final String TYPE = "type ";

    /** How ArchUnit says that one type stands in what another promises. */
    private static final List<String> PROMISES = List.of(
            " extends class ",
            " implements interface ",
            " has parameter of type ",
            " has generic parameter type ",
            " has return type ",
            " has generic return type ");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("io.github.camelopenrouter");

    @Test
    void isWhatTheListSays() throws Exception {
        String listed = Files.readString(LIST);
        StringBuilder found = new StringBuilder();
        for (String name : types(listed)) {
            found.append(TYPE).append(name).append('\n');
            promises(Class.forName(name))
                    .forEach(line -> found.append("    ").append(line).append('\n'));
        }
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(LIST, found);
        }
        assertThat(listed)
                .as("%s; to write it anew: mvn test -Dtest=PublicApiTest -Dapi.write=true", LIST)
                .isEqualTo(found.toString());
    }

    @Test
    void whatElseIsPublicIsNeededAcrossABorder() throws IOException {
        Set<String> named = Stream.of(types(Files.readString(LIST)).stream(), namedInFiles())
                .flatMap(names -> names)
                .collect(Collectors.toSet());
        List<String> needless = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !named.contains(type.getName())
                        && !type.isAssignableTo(Feature.class) // loaded by its name
                        && !isUsedElsewhere(type))
                .map(JavaClass::getName)
                .toList();
        assertThat(needless).isEmpty();
    }

    private static List<String> types(String list) {
        return list.lines()
                .filter(line -> line.startsWith(TYPE))
                .map(line -> line.substring(TYPE.length()))
                .toList();
    }

    /** Services that Java or Camel looks up, and beans of the Kamelets. */
    private static Stream<String> namedInFiles() throws IOException {
        StringBuilder texts = new StringBuilder();
        for (String root : List.of("src/main/resources/META-INF/services", "kamelets", "src/assembly")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    texts.append(Files.readString(file)).append('\n');
                }
            }
        }
        return CLASSES.stream().map(JavaClass::getName).filter(name -> texts.indexOf(name) >= 0);
    }

    private static boolean isUsedElsewhere(JavaClass type) {
        return withNested(type)
                .anyMatch(use ->
                        !use.getOriginClass().getPackageName().equals(type.getPackageName()) || isPromisedBy(use));
    }

    /** By a public type of its own package that extends it, or has it in what it promises. */
    private static boolean isPromisedBy(Dependency use) {
        return use.getOriginClass().getModifiers().contains(JavaModifier.PUBLIC)
                && PROMISES.stream().anyMatch(use.getDescription()::contains);
    }

    private static Stream<Dependency> withNested(JavaClass type) {
        return Stream.concat(Stream.of(type), CLASSES.stream().filter(nested -> isWithin(nested, type)))
                .flatMap(each -> each.getDirectDependenciesToSelf().stream());
    }

    private static boolean isWithin(JavaClass nested, JavaClass type) {
        return nested.getName().startsWith(type.getName() + "$");
    }

    private static List<String> promises(Class<?> type) {
        Stream<Member> members = Stream.of(
                        type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream);
        return members.filter(PublicApiTest::isPromised)
                .map(member -> text(member, type))
                .sorted()
                .toList();
    }

    private static boolean isPromised(Member member) {
        boolean visible = Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
        return visible && !member.isSynthetic();
    }

    private static String text(Member member, Class<?> type) {
        String text = member instanceof Field field
                ? field.toGenericString()
                : member instanceof Method method
                        ? method.toGenericString()
                        : ((Constructor<?>) member).toGenericString();
        String name = member instanceof Executable && member instanceof Constructor<?>
                ? type.getSimpleName()
                : member.getName();
        return text.replace(type.getName() + "." + member.getName(), name)
                .replace(type.getName() + "(", name + "(")
                .replace("java.lang.", "");
    }
}
