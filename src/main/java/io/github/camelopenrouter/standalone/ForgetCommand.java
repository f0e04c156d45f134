/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.audit.Forgetting;
import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.camel.CamelContext;

/** {@code --forget}: has the audit of a gateway that does not run forget who a person is. */
public final class ForgetCommand {

    public static final String NAME = "--forget";

    private final String user;

    private ForgetCommand(String user) {
        this.user = user;
    }

    /**
     * @param args what follows {@link #NAME}
     * @throws SettingException if it is not one name
     */
    public static ForgetCommand parse(List<String> args) {
        if (args.size() != 1 || args.get(0).isBlank() || args.get(0).startsWith("--")) {
            throw new SettingException("--forget takes one person's name, as the audit has it, and --sandbox.");
        }
        return new ForgetCommand(args.get(0));
    }

    /**
     * @param context that knows the properties
     * @return whether the audit had a word for the person, and no line has the name
     * @throws SettingException if there is no audit, a gateway writes it, or nobody can
     */
    public boolean run(CamelContext context, PrintStream out) {
        try {
            Forgetting.Result result = new Forgetting(context).forget(user);
            out.println(
                    result.person() == null
                            ? "No line of the audit has a word for this person."
                            : "Forgotten: nobody can tell any more who " + result.person() + " was.");
            if (result.plain() > 0) {
                out.println(
                        result.plain() + " lines have the name itself, as lines of older versions, changes of a user or"
                                + " a user's key, labels of keys, settings, and names of models and request_ids that clients choose do. They"
                                + " cannot be changed without breaking the chain, and go with"
                                + " openrouter.audit.retention.");
            }
            return result.person() != null && result.plain() == 0;
        } catch (IOException e) {
            throw new SettingException("Nobody is forgotten, for the audit cannot be read or written: " + e + ".");
        }
    }
}
