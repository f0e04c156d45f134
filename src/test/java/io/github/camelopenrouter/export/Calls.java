/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Calls of a gateway, and what its journal says of them. */
final class Calls {

    private Calls() {}

    static void make(int port, int calls) throws IOException {
        OneRequest client = new OneRequest(port);
        for (int call = 0; call < calls; call++) {
            assertThat(client.post(Door.CHAT.path(), Door.CHAT.plain()).status())
                    .isEqualTo(200);
        }
    }

    /** Adds a file to a journal, of so many calls, each of which has also a line of its begin. */
    static void write(Path data, String file, int calls) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int call = 0; call < calls; call++) {
            String id = file + "-" + call;
            lines.append("{\"schema\":\"camel-openrouter/begun/1\",\"id\":\"")
                    .append(id)
                    .append("\"}\n");
            lines.append(record(id, 0)).append('\n');
        }
        Files.createDirectories(data.resolve("usage"));
        Files.writeString(data.resolve("usage").resolve(file), lines);
    }

    static String record(String id, int revision) {
        return "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id + "\",\"rev\":" + revision
                + ",\"time\":\"2026-01-01T00:00:00.000Z\",\"door\":\"/v1/chat/completions\",\"outcome\":\"complete\"}";
    }

    /** Id and revision of all records, in their order. */
    static List<String> recorded(Path data) throws IOException {
        List<String> recorded = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("usage"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("{\"schema\":\"camel-openrouter/usage/1\"")) {
                        var record = Receiver.JSON.readTree(line);
                        recorded.add(record.path("id").asText() + " "
                                + record.path("rev").asInt());
                    }
                }
            }
        }
        return recorded;
    }
}
