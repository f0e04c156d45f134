/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.audit.AuditSettings.Full;
import io.github.camelopenrouter.audit.AuditSettings.Mode;
import io.github.camelopenrouter.config.ChosenSetting;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** What somebody has set that only makes sense where an audit is written: without one the start must say so. */
final class AuditDemands {

    private static final List<Setting<?>> DEMANDING =
            List.of(AuditSettings.ANCHOR, AuditSettings.KEY_FILE, AuditSettings.FULL);

    private final CamelContext context;
    private final Settings process;

    AuditDemands(CamelContext context, Settings process) {
        this.context = context;
        this.process = process;
    }

    /** Whether somebody has asked for an audit, whether or not there can be one. */
    boolean areMade() {
        return first().isPresent();
    }

    boolean isOff() {
        return process.find(AuditSettings.AUDIT).orElse(Mode.OFF) == Mode.OFF;
    }

    /**
     * @param hasData whether there is a directory to write into
     * @throws SettingException if something is asked for that nobody would do
     */
    void check(boolean hasData) {
        Optional<Setting<?>> asked = first();
        if (asked.isPresent() && isOff()) {
            throw refusal(asked.get(), "set openrouter.audit=changes, or remove it.");
        }
        if (asked.isPresent() && !hasData) {
            throw refusal(asked.get(), "set openrouter.data-dir, or remove it.");
        }
        if (process.get(AuditSettings.FULL) == Full.REFUSE
                && process.find(AuditSettings.AUDIT).orElse(Mode.CHANGES) != Mode.CALLS) {
            throw new SettingException("openrouter.audit.full=refuse is about calls, which nobody writes down: set"
                    + " openrouter.audit=calls, or remove openrouter.audit.full.");
        }
        if (process.find(AuditSettings.KEY_FILE).isPresent()
                && process.find(AuditSettings.ANCHOR).isEmpty()) {
            throw new SettingException(
                    "openrouter.audit.key-file is set, but not openrouter.audit.anchor, which it signs:"
                            + " set it, too, or remove openrouter.audit.key-file.");
        }
    }

    private Optional<Setting<?>> first() {
        if (!isOff() && ChosenSetting.is(context, AuditSettings.AUDIT)) {
            return Optional.of(AuditSettings.AUDIT);
        }
        return DEMANDING.stream()
                .filter(setting -> process.find(setting).isPresent())
                .findFirst();
    }

    private SettingException refusal(Setting<?> asked, String what) {
        return new SettingException(process.fullKey(asked) + " is set, but nothing is written down: " + what);
    }
}
