/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version that the pom gives this project. */
public final class ProjectVersion {

    private static final Pattern VERSION =
            Pattern.compile("<artifactId>camel-openrouter</artifactId>\\s*<version>([^<]+)<");

    private ProjectVersion() {}

    public static String read() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        if (!version.find()) {
            throw new IllegalStateException("The pom has no version");
        }
        return version.group(1);
    }
}
