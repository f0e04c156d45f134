/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.standalone.Arguments;
import io.github.camelopenrouter.standalone.StandaloneDefaults;
import io.github.camelopenrouter.standalone.StandaloneGateway;
import io.github.camelopenrouter.standalone.StartUpFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/**
 * The standalone gateway: {@code java -jar target/camel-openrouter.jar}.
 *
 * <p>Reads {@code application.properties}, {@code routes/} and {@code kamelets/} of the working directory where they are
 * there, otherwise the copies in the jar. Ends with code 0 after SIGTERM or a stop from within, with 1 and one sentence
 * on standard error if it cannot start.
 */
public final class CamelOpenRouter {

    private static final String ADMIN_IN_JAR = "classpath:openrouter/management/routes/admin/*.yaml";

    private CamelOpenRouter() {}

    public static void main(String[] args) {
        int code = run(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs until the gateway is stopped. */
    static int run(String... args) {
        try {
            Arguments arguments = Arguments.parse(args);
            if (arguments.help() || arguments.version()) {
                System.out.print(arguments.help() ? Arguments.USAGE : "camel-openrouter " + Version.current() + "\n");
                return 0;
            }
            return serve(arguments);
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static int serve(Arguments arguments) {
        Main main = new Main();
        try (StandaloneGateway gateway = new StandaloneGateway(arguments)) {
            configure(main, arguments);
            main.addMainListener(gateway);
            main.run();
            return gateway.hasFailed() ? 1 : 0;
        } catch (Exception e) {
            main.stop();
            throw StartUpFailure.of(e);
        }
    }

    static void configure(Main main, Arguments arguments) {
        main.setPropertyPlaceholderLocations(
                Files.isRegularFile(Path.of("application.properties"))
                        ? "file:application.properties"
                        : "classpath:application.properties;optional=true");
        StandaloneDefaults.PROPERTIES.forEach(main::addInitialProperty);
        main.configure().withRoutesIncludePattern(routesPattern());
        if (Files.isDirectory(Path.of("kamelets"))) {
            main.addInitialProperty("camel.component.kamelet.location", "file:kamelets,classpath:kamelets");
        }
        if (arguments.sandbox()) {
            main.addOverrideProperty("openrouter.sandbox", "true");
        }
    }

    /** The admin's routes have a directory of their own; an empty one means that there shall be none. */
    private static String routesPattern() {
        if (!Files.isDirectory(Path.of("routes"))) {
            return "classpath:openrouter/routes/*.yaml," + ADMIN_IN_JAR;
        }
        if (!holdsRoutes(Path.of("routes"))) {
            throw new SettingException("The directory routes/ holds no *.yaml file that can be read: put one there, or"
                    + " remove the directory to use the routes in the jar.");
        }
        Path admin = Path.of("routes/admin");
        if (!Files.isDirectory(admin)) {
            return "file:routes/*.yaml," + ADMIN_IN_JAR;
        }
        return holdsRoutes(admin) ? "file:routes/*.yaml,file:routes/admin/*.yaml" : "file:routes/*.yaml";
    }

    /** A directory without a route would start a gateway without a door. */
    private static boolean holdsRoutes(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.yaml")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false; // as good as empty
        }
    }
}
