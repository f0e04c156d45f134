/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.audit.AnchorKey;
import io.github.camelopenrouter.audit.AuditSettings;
import io.github.camelopenrouter.audit.AuditVerifier;
import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** {@code --verify-audit}: proves that nobody has touched an audit, also while a gateway writes it. */
public final class VerifyAuditCommand {

    public static final String NAME = "--verify-audit";

    private static final String ANCHORS = "--anchors";
    private static final String NODE = "--node";

    private final @Nullable Path directory;
    private final @Nullable Path anchors;
    private final Set<String> machines;

    private VerifyAuditCommand(@Nullable Path directory, @Nullable Path anchors, Set<String> machines) {
        this.directory = directory;
        this.anchors = anchors;
        this.machines = machines;
    }

    /**
     * @param args what follows {@link #NAME}: the directory, that of the gateway if there is none, {@code --anchors <file>},
     *     and {@code --node <name>} for each name of this machine where the file has other machines' anchors, too
     * @throws SettingException if something of it is wrong
     */
    public static VerifyAuditCommand parse(List<String> args) {
        Path directory = null;
        Path anchors = null;
        Set<String> machines = new HashSet<>();
        for (int at = 0; at < args.size(); at++) {
            if (args.get(at).equals(ANCHORS) && anchors == null && at + 1 < args.size()) {
                anchors = Path.of(args.get(++at));
            } else if (args.get(at).equals(NODE) && at + 1 < args.size()) {
                machines.add(args.get(++at));
            } else if (!args.get(at).startsWith("--") && directory == null) {
                directory = Path.of(args.get(at));
            } else {
                throw new SettingException(
                        "--verify-audit does not know \"" + args.get(at)
                                + "\": it takes a directory, --anchors with the file of the anchors, and --node with this machine's name.");
            }
        }
        if (anchors == null && !machines.isEmpty()) {
            throw new SettingException("--node says whose anchors count: name their file by --anchors, too.");
        }
        return new VerifyAuditCommand(directory, anchors, machines);
    }

    /**
     * @param context that knows the properties
     * @return whether all of it fits
     * @throws SettingException if it cannot be read
     */
    public boolean print(CamelContext context, PrintStream out) {
        Path audit = directory == null ? AuditSettings.directory(context) : directory;
        if (!Files.isDirectory(audit)) {
            throw new SettingException(
                    "There is no directory " + audit + ": name that of the audit, data/audit as a rule.");
        }
        if (anchors != null && !Files.isReadable(anchors)) {
            throw new SettingException("The file of the anchors cannot be read: " + anchors + ".");
        }
        try {
            Optional<AnchorKey> key = AuditSettings.key(context);
            AuditVerifier.Result result = AuditVerifier.verify(audit, anchors, key.orElse(null), machines);
            out.println(result.misfit() == null ? fitting(result, key.isPresent()) : result.misfit());
            if (result.retired() != null) {
                out.println(result.retired());
            }
            return result.misfit() == null;
        } catch (IOException e) {
            throw new SettingException("The audit cannot be read: " + e + ".");
        }
    }

    private String fitting(AuditVerifier.Result result, boolean signed) {
        String lines = result.lines() + " lines fit";
        if (anchors == null) {
            return lines + ".";
        }
        return lines + ", " + result.anchored() + " of them as anchors have them"
                + (signed ? "." : ", whose signatures nobody has checked: openrouter.audit.key-file is not set.");
    }
}
