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
import io.github.camelopenrouter.standalone.AdminCommand;
import io.github.camelopenrouter.standalone.Arguments;
import io.github.camelopenrouter.standalone.ForgetCommand;
import io.github.camelopenrouter.standalone.MigrateStoreCommand;
import io.github.camelopenrouter.standalone.SandboxData;
import io.github.camelopenrouter.standalone.SettingsFile;
import io.github.camelopenrouter.standalone.StandaloneDefaults;
import io.github.camelopenrouter.standalone.StandaloneGateway;
import io.github.camelopenrouter.standalone.UsageCommand;
import io.github.camelopenrouter.standalone.VerifyAuditCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;

/**
 * The standalone gateway: {@code java -jar target/camel-openrouter.jar}.
 *
 * <p>Reads {@code application.properties} and {@code kamelets/} of the working directory where they are there, otherwise the
 * copies in the jar; of {@code routes/} it reads both, and of two files of one name that in the directory. Ends with code 0
 * after SIGTERM or a stop from within, with 1 and one sentence on standard error if it cannot start.
 */
public final class CamelOpenRouter {

    private static final String IN_JAR = "classpath:openrouter/routes/*.yaml,"
            + "classpath:openrouter/standalone/routes/admin/*.yaml,"
            + "classpath:openrouter/standalone/routes/export/*.yaml,classpath:openrouter/standalone/routes/alerts/*.yaml";

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
            if (args.length > 0 && args[0].equals(UsageCommand.NAME)) {
                UsageCommand question = UsageCommand.parse(options(args));
                return ask(args, context -> {
                    question.print(context, System.out, System.err);
                    return true;
                });
            }
            if (args.length > 0 && args[0].equals(VerifyAuditCommand.NAME)) {
                VerifyAuditCommand proof = VerifyAuditCommand.parse(options(args));
                return ask(args, context -> proof.print(context, System.out));
            }
            if (args.length > 0 && args[0].equals(ForgetCommand.NAME)) {
                ForgetCommand command = ForgetCommand.parse(options(args));
                return ask(args, context -> command.run(context, System.out));
            }
            if (args.length > 0 && args[0].equals(MigrateStoreCommand.NAME)) {
                MigrateStoreCommand command = MigrateStoreCommand.parse(options(args));
                return ask(args, context -> {
                    command.run(context, System.out);
                    return true;
                });
            }
            if (args.length > 0 && args[0].equals(AdminCommand.NAME)) {
                AdminCommand command = AdminCommand.parse(options(args));
                return ask(args, context -> {
                    command.run(context, System.in, System.out);
                    return true;
                });
            }
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

    /** What follows a command but the sandbox's option, which all of them take. */
    private static List<String> options(String... args) {
        return Stream.of(args)
                .skip(1)
                .filter(arg -> !arg.equals(SandboxData.OPTION))
                .toList();
    }

    /** With the properties of the gateway, which may be running. */
    private static int ask(String[] args, Predicate<CamelContext> question) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setLocation(SettingsFile.location());
            StandaloneDefaults.addTo(context);
            context.build();
            SandboxData.choose(context, List.of(args).contains(SandboxData.OPTION));
            return question.test(context) ? 0 : 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int serve(Arguments arguments) {
        Main main = new Main();
        StandaloneGateway gateway = new StandaloneGateway(arguments);
        try (gateway) {
            configure(main, arguments);
            main.addMainListener(gateway);
            main.run();
            return gateway.hasFailed() ? 1 : 0;
        } catch (Exception e) {
            RuntimeException explained = gateway.explain(main, e);
            main.stop();
            throw explained;
        }
    }

    static void configure(Main main, Arguments arguments) {
        main.setPropertyPlaceholderLocations(SettingsFile.location());
        StandaloneDefaults.PROPERTIES.forEach(main::addInitialProperty);
        main.configure().withRoutesIncludePattern(routesPattern());
        if (Files.isDirectory(Path.of("kamelets"))) {
            main.addInitialProperty("camel.component.kamelet.location", "file:kamelets,classpath:kamelets");
        }
        if (arguments.sandbox()) {
            main.addOverrideProperty("openrouter.sandbox", "true");
        }
    }

    /** Both; of those in the jar only what has no file of the same name in the directory is used. */
    private static String routesPattern() {
        return Stream.of("routes", "routes/admin", "routes/export", "routes/alerts")
                .filter(CamelOpenRouter::isDirectory)
                .map(directory -> "file:" + directory + "/*.yaml,")
                .collect(Collectors.joining("", "", IN_JAR));
    }

    /** What cannot be read would be taken for empty, and the doors that it closes would stand open. */
    private static boolean isDirectory(String name) {
        Path directory = Path.of(name);
        if (Files.isDirectory(directory) && !(Files.isReadable(directory) && Files.isExecutable(directory))) {
            throw new SettingException("The directory " + name
                    + "/ cannot be read: allow it, or remove the directory to use the routes in the jar.");
        }
        return Files.isDirectory(directory);
    }
}
