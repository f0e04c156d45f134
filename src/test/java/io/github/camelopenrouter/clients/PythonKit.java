/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Scripts for Python 3.10 and later, in a virtual environment of their own. */
final class PythonKit extends Kit {

    private static final Pattern PYTHON = Pattern.compile("^Python 3\\.[1-9]\\d");
    private static final String VENV = "venv";

    private final Duration installLimit;

    PythonKit() {
        this("python", Duration.ofSeconds(120));
    }

    /** @param folder of the scripts and the packages that they need */
    PythonKit(String folder, Duration installLimit) {
        super(folder, "requirements.txt");
        this.installLimit = installLimit;
    }

    @Override
    Duration installLimit() {
        return installLimit;
    }

    @Override
    Map<List<String>, Pattern> tools() {
        return Map.of(List.of("python3", "--version"), PYTHON);
    }

    @Override
    List<List<String>> installation() {
        return List.of(
                List.of("python3", "-m", "venv", "--clear", VENV),
                List.of(
                        python(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--only-binary",
                        ":all:",
                        "--retries",
                        "2",
                        "-r",
                        "requirements.txt"));
    }

    @Override
    Pattern wrongPins() {
        return Pattern.compile("ResolutionImpossible|Invalid requirement");
    }

    @Override
    List<String> start(String script) {
        return List.of(python(), script + ".py");
    }

    private String python() {
        return Path.of(VENV, "bin", "python").toString();
    }
}
