/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * Keeps what the sandbox has invented out of the books of real calls: where nobody has named a data directory, its journal
 * and its admin token stand in one of their own, within that of real calls.
 */
public final class SandboxData {

    /** What the commands take to ask for the sandbox's, where both are there. */
    public static final String OPTION = "--sandbox";

    private static final String NAME = "sandbox";

    private SandboxData() {}

    /** Only in front of the sandbox; a directory that somebody has named stays what it is. */
    static void keepApart(CamelContext context) {
        if (Settings.wantsSandbox(context)) {
            use(context);
        }
    }

    /** For a command, which may ask for it by its option. */
    public static void choose(CamelContext context, boolean asked) {
        if (asked) {
            use(context);
        } else {
            keepApart(context);
        }
    }

    private static void use(CamelContext context) {
        context.getPropertiesComponent()
                .addInitialProperty(StandaloneDefaults.DATA_DIR, StandaloneDefaults.DATA_DIRECTORY + "/" + NAME);
    }

    /** The sandbox's own directory in this one, if only there somebody has made a file or directory of this name. */
    static Optional<Path> insteadOf(Path dataDirectory, String name) {
        Path own = dataDirectory.resolve(NAME);
        return Files.exists(dataDirectory.resolve(name)) || !Files.exists(own.resolve(name))
                ? Optional.empty()
                : Optional.of(own);
    }

    /** Whether it has a file of this name, whatever stands in the directory around it. */
    static boolean has(Path dataDirectory, String name) {
        return Files.exists(dataDirectory.resolve(NAME).resolve(name));
    }
}
