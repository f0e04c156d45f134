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

/**
 * The command line of the standalone gateway.
 *
 * @param sandbox use the embedded stand-in instead of OpenRouter
 * @param dev let all that a file in {@code routes/} has made follow it when it changes
 * @param help print the usage and end
 * @param version print the version and end
 */
public record Arguments(boolean sandbox, boolean dev, boolean help, boolean version) {

    public static final String USAGE = """
            Usage: java -jar target/camel-openrouter.jar [--sandbox] [--dev]
                   | --usage … | --admin … | --verify-audit … | --forget … | --migrate-store …

              --sandbox   answer from an embedded stand-in for OpenRouter; needs no key
              --dev       reload routes and templates in routes/ when their file changes
              --usage     print what the recorded calls have used and cost, and what is spent of budgets, and end;
                          with --sandbox the sandbox's:
                          --usage [--from 2026-11-01] [--to …] [--group model,day] [--zone Europe/Berlin] [--format json|csv]
              --admin     ask or order something of the gateway that runs, print its answer, and end; with --sandbox
                          by the sandbox's token:
                          --admin usage|calls|audit|settings|breakers|cooldowns|reload|forget [--group team] [--request-id …] …
                          --admin cooldowns end team-b
                          --admin drain [show|end] [--within 5m]
                          --admin budgets [--scope team] [--name support] [--format json]
                          --admin adjust --scope team --name support --period month --usd -5 --reason "…"
                          --admin keys create --label bot --team support|--no-team [--models openai/*,…] [--user …] [--expires 2027-01-01]
                          --admin keys list|show|rotate|disable|enable|delete [bot] [--overlap 24h]
                          --admin teams|users list|show|set|delete [support] [team.json, - for standard input]
                          --admin policy export
                          [--url http://127.0.0.1:9876] [--token-file <file>, - for standard input]
              --verify-audit
                          prove that nobody has touched the audit, or name the first line that does not fit, and end:
                          --verify-audit [data/audit] [--anchors <file>]
              --forget    have audit, journal and store of the gateway, which does not run, forget who a person is, and end:
                          --forget <user>; of one that runs: --admin forget --user <user>
              --migrate-store
                          move the store of the gateway, which does not run, from H2 to PostgreSQL, and end:
                          --migrate-store --to jdbc:postgresql://<host>/<database> [--user …] [--password-file <file>]
              --version   print the version
              --help      print this text

            The OpenRouter key is read from OPENROUTER_API_KEY; all other settings stand in src/docs/settings.md.
            """;

    /** @throws SettingException for an argument that is none of ours */
    public static Arguments parse(String... args) {
        boolean sandbox = false;
        boolean dev = false;
        boolean help = false;
        boolean version = false;
        for (String arg : args) {
            switch (arg) {
                case "--sandbox" -> sandbox = true;
                case "--dev" -> dev = true;
                case "--help", "-h" -> help = true;
                case "--version" -> version = true;
                default ->
                    throw new SettingException(
                            "Unknown argument \"" + arg
                                    + "\": use --sandbox, --dev, --usage, --admin, --migrate-store, --verify-audit, --forget, --version or --help.");
            }
        }
        return new Arguments(sandbox, dev, help, version);
    }
}
