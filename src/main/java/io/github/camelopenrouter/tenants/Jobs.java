/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.error.SmallJson;
import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose the jobs are that OpenRouter works on, the newest of them; in a file, too, where there is a data directory, so that a
 * restart forgets none. Safe for threads.
 */
final class Jobs {

    static final String FILE = "jobs";

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int MOST = 10_000;

    private final @Nullable Path file;
    private final int most;
    private final Map<String, String> owners = new LinkedHashMap<>();
    private int lines;

    /** @param dataDirectory null for none */
    Jobs(@Nullable Path dataDirectory) throws IOException {
        this(dataDirectory, MOST);
    }

    Jobs(@Nullable Path dataDirectory, int most) throws IOException {
        this.most = most;
        this.file = dataDirectory == null ? null : dataDirectory.resolve(FILE);
        if (dataDirectory != null) {
            DataDirectory.make(dataDirectory);
            read();
        }
    }

    /** @param owner nobody else is told of it */
    synchronized void remember(String id, String owner) {
        keep(id, owner);
        if (file != null) {
            try {
                write(file, List.of(line(id, owner)));
                lines++;
                if (lines > 2 * most) {
                    compact();
                }
            } catch (IOException e) {
                LOG.error(
                        "A job's owner cannot be written to {} and is forgotten at a restart: {}", file, e.toString());
            }
        }
    }

    synchronized boolean isOf(String id, String owner) {
        return owner.equals(owners.get(id));
    }

    private void keep(String id, String owner) {
        owners.put(id, owner);
        if (owners.size() > most) {
            owners.remove(owners.keySet().iterator().next());
        }
    }

    /** What a killed process has left half written is no job of anybody's. */
    private void read() throws IOException {
        if (file == null || !Files.exists(file)) {
            return;
        }
        DataDirectory.closeToOthers(file);
        for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n")) { // whatever it was cut in
            JsonNode job = job(line);
            if (job.path("id").isTextual() && job.path("owner").isTextual()) {
                keep(job.path("id").textValue(), job.path("owner").textValue());
            }
        }
        compact();
    }

    private static JsonNode job(String line) {
        try {
            return SmallJson.JSON.readTree(line);
        } catch (IOException e) {
            return SmallJson.JSON.missingNode();
        }
    }

    private void compact() throws IOException {
        if (file == null) {
            return;
        }
        List<String> all = new ArrayList<>();
        owners.forEach((id, owner) -> all.add(line(id, owner)));
        DurableFile.replace(file, (String.join("\n", all) + (all.isEmpty() ? "" : "\n")).getBytes(UTF_8));
        lines = all.size();
    }

    private static void write(Path file, List<String> text) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, DataDirectory.readableByOwner());
        }
        Files.write(file, text, StandardOpenOption.APPEND);
    }

    private static String line(String id, String owner) {
        return SmallJson.JSON
                .createObjectNode()
                .put("id", id)
                .put("owner", owner)
                .toString();
    }
}
