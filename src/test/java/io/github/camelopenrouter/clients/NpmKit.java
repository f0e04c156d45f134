/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Scripts for Node 20 and later. */
final class NpmKit extends Kit {

    private static final Pattern NODE = Pattern.compile("^v([2-9]\\d|\\d{3})\\.");
    private static final Pattern ANY = Pattern.compile("^\\d");

    NpmKit() {
        this("npm");
    }

    /** @param folder of the scripts and the packages that they need */
    NpmKit(String folder) {
        super(folder, "package-lock.json");
    }

    @Override
    Map<List<String>, Pattern> tools() {
        return Map.of(List.of("node", "--version"), NODE, List.of("npm", "--version"), ANY);
    }

    @Override
    List<List<String>> installation() {
        return List.of(List.of(
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-update-notifier",
                "--fetch-retries=1",
                "--loglevel=error"));
    }

    @Override
    Pattern wrongPins() {
        return Pattern.compile("EUSAGE|EINTEGRITY|ETARGET|ERESOLVE|EJSONPARSE");
    }

    @Override
    List<String> start(String script) {
        return List.of("node", script + ".mjs");
    }
}
