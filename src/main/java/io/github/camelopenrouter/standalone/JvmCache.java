/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache of what a JVM has loaded, linked and learnt: whether this one starts from any, and how to have the next one do so. */
final class JvmCache {

    private static final Logger LOG = LoggerFactory.getLogger(JvmCache.class);

    /**
     * System property of the start script, {@code <file>=<text>}: the file says with this text that what this JVM leaves is of one
     * that has served. What a start that failed leaves is worth little, and nothing keeps a JVM from leaving it.
     */
    static final String LEARNS_FOR = "camel-openrouter.learns-for";

    /** From that version on it also keeps what is called how often. */
    private static final int AOT = 25;

    private static final String USED = "-XX:AOTCache=";

    private JvmCache() {}

    /** The gateway serves: what its JVM learns is worth to be kept, if the start script has it be kept. */
    static void hasServed() {
        String wanted = System.getProperty(LEARNS_FOR, "");
        int text = wanted.lastIndexOf('=');
        if (text > 0) {
            try {
                Files.writeString(Path.of(wanted.substring(0, text)), wanted.substring(text + 1));
            } catch (IOException e) {
                LOG.info(
                        "What this JVM learns is for nobody, because {} cannot be written: {}",
                        wanted.substring(0, text),
                        e);
            }
        }
    }

    /** Where this JVM may run classes of other jars than those that are there; empty where it does not. */
    static Optional<String> doubt() {
        String[] arguments = ProcessHandle.current().info().arguments().orElse(new String[0]);
        String options = System.getenv().getOrDefault("JDK_JAVA_OPTIONS", "");
        return Stream.concat(Stream.of(arguments), Stream.of(options.split(" ")))
                .filter(option -> option.startsWith(USED))
                .map(option -> Path.of(option.substring(USED.length()).replace("\"", "")))
                .reduce((first, last) -> last)
                .flatMap(cache -> doubt(
                        Runtime.version(),
                        cache,
                        Path.of(System.getProperty("java.class.path")).toAbsolutePath()));
    }

    /** @param jar the runnable one, whose libraries stand in {@code lib/} beside it; anything else is not looked at */
    static Optional<String> doubt(Runtime.Version version, Path cache, Path jar) {
        boolean isKnown = looks(version) || Files.exists(Path.of(cache + ".of")); // by the start script
        if (isKnown || !Files.isRegularFile(cache) || !Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            FileTime made = Files.getLastModifiedTime(cache);
            for (Path one : (Iterable<Path>) Stream.concat(Stream.of(jar), libraries)::iterator) {
                if (Files.getLastModifiedTime(one).compareTo(made) > 0) {
                    return Optional.of(
                            one + " is newer than " + cache + ", and Java " + version
                                    + " may run the classes of an older one, because it does not look (from 25.0.4 on it does): make the cache anew, by src/assembly/aot-cache.sh");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("Nobody can say whether " + cache + " is of the jars that are there: " + e);
        }
    }

    /** Whether it takes no cache of other jars: a bug of its first versions, JDK-8377932. */
    private static boolean looks(Runtime.Version version) {
        return switch (version.feature()) {
            case 25 -> version.update() >= 4;
            case 26 -> version.update() >= 1;
            default -> true;
        };
    }

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
