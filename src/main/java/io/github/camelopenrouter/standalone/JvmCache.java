/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cache of what a JVM has loaded, linked and learnt: whether this one starts from any, and how to have the next one do so. */
final class JvmCache {

    /** From that version on it also keeps what is called how often. */
    private static final int AOT = 25;

    private JvmCache() {}

    /** For whoever has started this JVM without one; empty where it has one, or did not start from the runnable jar. */
    static Optional<String> advice() {
        String arguments =
                String.join(" ", ProcessHandle.current().info().arguments().orElse(new String[0]));
        return advice(Runtime.version().feature(), arguments, System.getenv());
    }

    /** @param arguments those of the command line, where the system tells them */
    static Optional<String> advice(int version, String arguments, Map<String, String> environment) {
        String options = Stream.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")
                .map(name -> environment.getOrDefault(name, ""))
                .collect(Collectors.joining(" ", arguments + " ", ""));
        boolean isDecided = Stream.of("-XX:AOT", "Archive", "-Xshare").anyMatch(options::contains);
        if (isDecided || !arguments.contains("-jar ")) {
            return Optional.empty();
        }
        String make = version < AOT ? "-XX:ArchiveClassesAtExit=" : "-XX:AOTCacheOutput=";
        String use = version < AOT ? "-XX:SharedArchiveFile=" : "-XX:AOTCache=";
        String file = version < AOT ? "camel-openrouter.jsa" : "camel-openrouter.aot";
        return Optional.of("The next start is faster from what this JVM learns: java " + make + file
                + " … writes that at its stop, java " + use + file + " … takes it");
    }
}
