/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.UrlTypes;
import io.github.camelopenrouter.webhook.StandardWebhooks;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Where a process hands the records of its calls on to; all its gateways have one journal, and so one of each. */
public final class ExportSettings {

    public static final Section SECTION = new Section();

    /** An address may hold a token in its path. */
    static final Setting<URI> WEBHOOK = SECTION.optional(
            "export.webhook",
            UrlTypes.url().asSecret(),
            "The URL that the records of calls are sent to, batch by batch, see exports.md.");

    static final Setting<byte[]> WEBHOOK_SECRET = SECTION.optional(
            "export.webhook.secret",
            StandardWebhooks.secret(),
            "What batches are signed with, by the headers of Standard Webhooks: `whsec_` and 24 to 64 bytes in Base64.");

    static final Setting<String> KAFKA_BROKERS = SECTION.optional(
            "export.kafka.brokers",
            SettingTypes.text(),
            "The Kafka brokers that records go to, `host:port` separated by commas; needs camel-kafka.");

    static final Setting<String> KAFKA_TOPIC = SECTION.setting(
            "export.kafka.topic", SettingTypes.text(), "openrouter-usage", "The topic they are written to.");

    static final Setting<String> S3_BUCKET = SECTION.optional(
            "export.s3.bucket",
            SettingTypes.text(),
            "The S3 bucket that full journal files go to, compressed; needs camel-aws2-s3. Region, address and credentials"
                    + " are AWS's own variables.");

    static final Setting<String> S3_PREFIX = SECTION.setting(
            "export.s3.prefix",
            SettingTypes.text().allowingEmpty(),
            "openrouter-usage/",
            "What their names there begin with, in front of the machine's name and the file's.");

    private ExportSettings() {}

    /** Whether anybody has asked for one of these, this gateway or the process. */
    public static boolean areGiven(CamelContext context, Settings gateway) {
        Settings process = ofProcess(context);
        return SECTION.settings().stream()
                .anyMatch(setting -> gateway.find(setting).isPresent()
                        || process.find(setting).isPresent());
    }

    /** Whether the process has asked for one of the exports. */
    public static boolean areGiven(CamelContext context) {
        return Stream.of(WEBHOOK, KAFKA_BROKERS, S3_BUCKET).anyMatch(setting -> isGiven(context, setting));
    }

    /** @throws SettingException if a gateway wants exports of its own */
    static void requireNone(Settings named) {
        named.requireOfProcess(SECTION.settings(), "share one journal and its exports");
    }

    static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }

    /** Whether this export is asked for: what its setting says is nobody's business who only wants to know that. */
    static boolean isGiven(CamelContext context, Setting<?> setting) {
        return Settings.loadOnly(context, InstanceName.UNNAMED, setting)
                .find(setting)
                .isPresent();
    }

    /** The setting that asks for an export of this name. */
    static Setting<?> asksFor(String export) {
        return switch (export) {
            case "webhook" -> WEBHOOK;
            case "kafka" -> KAFKA_BROKERS;
            case "s3" -> S3_BUCKET;
            default ->
                throw new IllegalArgumentException("There is no export " + export + ", only "
                        + String.join(", ", List.of("webhook", "kafka", "s3")));
        };
    }
}
