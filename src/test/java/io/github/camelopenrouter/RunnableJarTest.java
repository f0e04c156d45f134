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
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a jar that was carried away without what it needs. */
class RunnableJarTest {

    @TempDir
    private Path directory;

    private Path library;

    @BeforeEach
    void makeLibraries() throws IOException {
        library = Files.createDirectory(directory.resolve("lib"));
        Files.createFile(library.resolve("a-1.jar"));
        Files.createFile(library.resolve("b-2.jar"));
    }

    @Test
    void saysNothingWhereAllLibrariesAreThere() throws IOException {
        assertThat(RunnableJar.complaint(jar("lib/a-1.jar lib/b-2.jar"))).isEmpty();
    }

    @Test
    void saysThatTheDirectoryIsMissing() throws IOException {
        Files.delete(library.resolve("a-1.jar"));
        Files.delete(library.resolve("b-2.jar"));
        Files.delete(library);
        Path jar = jar("lib/a-1.jar lib/b-2.jar");

        assertThat(RunnableJar.complaint(jar))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith(jar + " does not run without the directory lib/ beside it")
                        .contains("lib/a-1.jar and 1 more are missing"));
    }

    /** As after a copy that was broken off, or where lib/ is that of another version. */
    @Test
    void saysWhichLibraryIsMissingAmongOthers() throws IOException {
        assertThat(RunnableJar.complaint(jar("lib/a-1.jar lib/b-3.jar")))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("where lib/b-3.jar is missing")
                        .endsWith("."));
    }

    @Test
    void saysNothingOfAJarThatNamesNoLibraries() throws IOException {
        assertThat(RunnableJar.complaint(jar(null))).isEmpty();
    }

    @Test
    void pageShowsTheSentence() throws IOException {
        Documents page = Documents.read();
        Path jar = jar("lib/camel-core-model-4.18.0.jar" + " lib/and-so-on.jar".repeat(76));

        assertThat(RunnableJar.complaint(jar))
                .hasValueSatisfying(sentence -> assertThat(page.section("The zip"))
                        .contains("\n" + sentence.replace(jar.toString(), "/tmp/camel-openrouter.jar") + "\n"));
    }

    private Path jar(String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        Path jar = directory.resolve("camel-openrouter.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
