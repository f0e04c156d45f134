/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.usage.DataDirectory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The records that a store has refused for what stands in them: {@code rejected/rejected-<date>.jsonl} beside it. */
final class Rejected {

    private final Path directory;
    private final Clock clock;

    Rejected(Path store, Clock clock) {
        this.directory = store.resolve("rejected");
        this.clock = clock;
    }

    /** On the disk when this returns. */
    void add(List<byte[]> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        DataDirectory.make(directory);
        Path file = directory.resolve("rejected-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) + ".jsonl");
        if (!Files.exists(file)) {
            Files.createFile(file, DataDirectory.readableByOwner());
        }
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            for (byte[] line : lines) {
                out.write(line);
                out.write('\n');
            }
            out.getFD().sync();
        }
    }
}
