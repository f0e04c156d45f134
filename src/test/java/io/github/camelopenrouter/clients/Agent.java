/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A coding agent. Its folder holds what is installed, and below {@code home} the settings as its users write them.
 *
 * @param name of its package
 * @param command what starts it, seen from where it is installed
 * @param environment what keeps it from calling anybody but the gateway
 * @param asks how it is given each task; it cannot do the others
 * @param reason why it cannot
 */
record Agent(
        String name,
        String folder,
        Kit kit,
        List<String> command,
        Map<String, String> environment,
        Map<AgentTask, Ask> asks,
        String reason) {

    private static final Path SOURCES = Path.of("src", "it", "clients");

    /** @param input what it reads from standard input */
    record Ask(String input, List<String> arguments) {

        static Ask by(String... arguments) {
            return new Ask("", List.of(arguments));
        }

        static Ask saying(String input, String... arguments) {
            return new Ask(input, List.of(arguments));
        }
    }

    Path home() {
        return SOURCES.resolve(folder).resolve("home");
    }

    /** The pinned one. */
    String version() {
        Path pins = SOURCES.resolve(folder).resolve(kit instanceof PythonKit ? "requirements.txt" : "package.json");
        Pattern pin = Pattern.compile("(?m)^\\W*" + Pattern.quote(name) + "(?:==|\": \")([^\"\\s]+)");
        try {
            Matcher version = pin.matcher(Files.readString(pins));
            if (version.find()) {
                return version.group(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(pins + " does not pin " + name);
    }
}
