/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a request's parts besides models a level speaks of; what it does not speak of, it leaves to the levels above and,
 * where none of them does, to {@link #ABSENT}.
 */
public record Allow(Map<Part, Names> parts) {

    /** A kind of thing that a request may name. */
    public enum Part {
        /** Tools that run behind the gateway, {@code openrouter:web_search}; each by its name. */
        SERVER_TOOLS("server-tools", false),
        PLUGINS("plugins", false),
        PRESETS("presets", false),
        TIERS("tiers", true),
        SPEEDS("speeds", true),
        /** What stands behind a model's colon. */
        VARIANTS("variants", true),
        /** Functions that the client runs. */
        TOOLS("tools", true),
        /** What goes in and comes out. */
        MODALITIES("modalities", true),
        /** How a file may come: with its content, by its address, by the id of one that lies there. */
        FILES("files", false),
        DEBUG("debug", false),
        ROUTE("route", false);

        private final String word;
        private final boolean globs;

        Part(String word, boolean globs) {
            this.word = word;
            this.globs = globs;
        }

        /** As policies write it. */
        public String word() {
            return word;
        }

        /** Whether {@code *} may stand for names that nobody has thought of. */
        boolean takesGlobs() {
            return globs;
        }

        /** Whether it is written as true or false. */
        boolean isFlag() {
            return this == DEBUG || this == ROUTE;
        }
    }

    /** Where nobody says anything. */
    public static final Map<Part, Names> ABSENT = Map.ofEntries(
            Map.entry(Part.SERVER_TOOLS, Names.of()),
            Map.entry(Part.PLUGINS, Names.of("response-healing", "context-compression", "file-parser")),
            Map.entry(Part.PRESETS, Names.of()),
            Map.entry(Part.TIERS, Names.of("default", "flex")),
            Map.entry(Part.SPEEDS, Names.of()),
            Map.entry(Part.VARIANTS, Names.of("*")),
            Map.entry(Part.TOOLS, Names.of("*")),
            Map.entry(Part.MODALITIES, Names.of("text", "image")),
            Map.entry(Part.FILES, Names.of("content")),
            Map.entry(Part.DEBUG, Names.of()),
            Map.entry(Part.ROUTE, Names.of()));

    static final Allow NOTHING_SAID = new Allow(Map.of());

    public Allow {
        parts = Map.copyOf(parts);
    }

    /** Null where it says nothing of that. */
    public @Nullable Names of(Part part) {
        return parts.get(part);
    }
}
