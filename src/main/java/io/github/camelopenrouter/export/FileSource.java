/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.usage.FinishedFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Whole files of the journal, compressed, once nobody writes to them any more. */
final class FileSource implements Source {

    private static final String COPY = "file.gz";

    private final FinishedFiles files;
    private final ExportDirectory directory;
    private final String node;
    private FinishedFiles.@Nullable Finished current;

    FileSource(FinishedFiles files, ExportDirectory directory, String node) {
        this.files = files;
        this.directory = directory;
        this.node = node;
    }

    @Override
    public @Nullable Parcel next() throws IOException {
        FinishedFiles.Finished file = files.next();
        current = file;
        if (file == null) {
            return null;
        }
        Path copy = directory.newFile(COPY);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy), 1 << 16)) {
            FinishedFiles.copy(file, out);
        }
        return new Parcel(
                copy.toFile(),
                Map.of(Parcel.FILE, file.name() + ".gz", Parcel.NODE, node, "Content-Type", "application/gzip"),
                List.of(),
                false);
    }

    @Override
    public void passed() throws IOException {
        FinishedFiles.Finished file = Objects.requireNonNull(current);
        files.passed(file);
        directory.remember(file.end());
        directory.remove(COPY);
    }

    @Override
    public void close() {
        files.close();
    }
}
