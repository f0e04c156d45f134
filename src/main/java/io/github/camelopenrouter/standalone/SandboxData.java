/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * Keeps what the sandbox has invented out of the books of real calls. As long as there are none, its journal stands where
 * theirs will, and a file tells that. The first start in front of OpenRouter moves it to a directory of its own within; from
 * then on the sandbox writes there. A directory that somebody else has named stays what it is.
 */
public final class SandboxData {

    /** What the commands take to ask for the sandbox's, where both are there. */
    public static final String OPTION = "--sandbox";

    private static final String NAME = "sandbox";
    private static final String JOURNAL = "usage";

    /** Has the sums of the same calls, and goes where they go. */
    private static final String STORE = "store";

    private static final String ASKED = "openrouter-sandbox-asked";

    /** In a data directory whose journal is the sandbox's. */
    private static final String MARK = "sandbox-only";

    private static final Path DEFAULT = Path.of(StandaloneDefaults.DATA_DIRECTORY);

    private SandboxData() {}

    /**
     * Before the start.
     *
     * @throws SettingException if another gateway writes what would have to be moved
     */
    static void keepApart(CamelContext context) {
        boolean sandbox = Settings.wantsSandbox(context);
        if (sandbox && isWithReal(DEFAULT)) {
            useOwn(context);
        } else if (UsageSettings.findDirectory(context).equals(Optional.of(DEFAULT))) {
            try {
                if (sandbox) {
                    mark();
                } else if (isMarked(DEFAULT)) {
                    moveAside();
                }
            } catch (IOException e) {
                StandaloneLog.LOG.warn("{} cannot be prepared: {}", DEFAULT, e.toString());
            }
        }
    }

    private static void mark() throws IOException {
        DataDirectory.make(DEFAULT);
        if (!isMarked(DEFAULT)) {
            Files.createFile(DEFAULT.resolve(MARK), DataDirectory.readableByOwner());
        }
    }

    private static void moveAside() throws IOException {
        try (DataDirectory mine = DataDirectory.open(DEFAULT)) {
            Path own = mine.directory(NAME);
            if (Files.exists(DEFAULT.resolve(JOURNAL))) {
                if (Files.exists(DEFAULT.resolve(STORE))) {
                    Files.move(DEFAULT.resolve(STORE), free(own, STORE));
                }
                Files.move(DEFAULT.resolve(JOURNAL), free(own, JOURNAL));
                StandaloneLog.LOG.info("What the sandbox has recorded is in {} now, apart from real calls", own);
            }
            Files.delete(DEFAULT.resolve(MARK));
        }
    }

    private static Path free(Path directory, String name) {
        Path wanted = directory.resolve(name);
        return Files.exists(wanted) ? directory.resolve(name + "-" + System.currentTimeMillis()) : wanted;
    }

    /** For a command, which may ask for it by its option. */
    public static void choose(CamelContext context, boolean asked) {
        if (asked || Settings.wantsSandbox(context)) {
            context.getRegistry().bind(ASKED, OPTION);
            if (isWithReal(DEFAULT) || Files.exists(DEFAULT.resolve(NAME).resolve(JOURNAL))) {
                useOwn(context);
            }
        }
    }

    private static void useOwn(CamelContext context) {
        context.getPropertiesComponent()
                .addInitialProperty(StandaloneDefaults.DATA_DIR, StandaloneDefaults.DATA_DIRECTORY + "/" + NAME);
    }

    /** Whether a journal of real calls is there. */
    private static boolean isWithReal(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(JOURNAL)) && !isMarked(dataDirectory);
    }

    private static boolean isMarked(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(MARK));
    }

    /** Whether only the sandbox has written there, and nobody has asked for its calls. */
    static boolean isShownUnasked(CamelContext context, Path dataDirectory) {
        return isMarked(dataDirectory) && context.getRegistry().lookupByName(ASKED) == null;
    }

    /** Whether it has a file of this name, whatever stands in the directory around it. */
    static boolean has(Path dataDirectory, String name) {
        return Files.exists(dataDirectory.resolve(NAME).resolve(name));
    }
}
