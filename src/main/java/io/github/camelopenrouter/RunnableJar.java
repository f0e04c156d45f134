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
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What {@code java -jar camel-openrouter.jar} starts: {@link CamelOpenRouter}, where the libraries that belong beside the jar
 * are there. Without them Java would end with a {@code NoClassDefFoundError}, which tells nobody what to do. So this class
 * itself needs nothing but Java.
 */
final class RunnableJar {

    private RunnableJar() {}

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(RunnableJar.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Optional<String> complaint = complaint(jar);
        if (complaint.isPresent()) {
            System.err.println(complaint.get());
            System.exit(1);
        }
        CamelOpenRouter.main(args);
    }

    /** One sentence, if anything is missing that the jar's manifest names. */
    static Optional<String> complaint(Path jar) throws IOException {
        List<String> missing = libraries(jar).stream()
                .filter(library -> !Files.exists(jar.resolveSibling(library)))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        int more = missing.size() - 1;
        return Optional.of(jar + " does not run without the directory lib/ beside it, where " + missing.get(0)
                + (more == 0 ? " is" : " and " + more + " more are")
                + " missing: copy lib/ along with the jar, or unpack the zip that was built with it and has both.");
    }

    private static List<String> libraries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String classPath = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return classPath == null ? List.of() : List.of(classPath.split(" "));
        }
    }
}
