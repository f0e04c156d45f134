/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.usage.FinishedFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Whole files of the journal, compressed, once nobody writes to them any more. */
final class FileSource implements Source {

    private static final String COPY = "file.gz";
    private static final int CONTENT_BYTES = 8;

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
        try {
            return parcel(file);
        } catch (IOException e) {
            directory.remove(COPY); // a disk that is full gets its room back
            throw e;
        }
    }

    private Parcel parcel(FinishedFiles.Finished file) throws IOException {
        Path copy = directory.newFile(COPY);
        MessageDigest digest = Sha256.begin();
        try (OutputStream out =
                new DigestOutputStream(new GZIPOutputStream(Files.newOutputStream(copy), 1 << 16), digest)) {
            FinishedFiles.copy(file, out);
        }
        return new Parcel(
                copy.toFile(),
                Map.of(
                        Parcel.FILE,
                        nameOf(file, digest.digest()),
                        Parcel.NODE,
                        node,
                        "Content-Type",
                        "application/gzip"),
                List.of(),
                false);
    }

    /** Another journal on the same machine, or one that was begun anew, has files of the same names with something else in them. */
    private static String nameOf(FinishedFiles.Finished file, byte[] digest) {
        String content = HexFormat.of().formatHex(digest, 0, CONTENT_BYTES);
        return file.name().replaceFirst("\\.jsonl$", "") + "." + content + ".jsonl.gz";
    }

    @Override
    public void passed() throws IOException {
        FinishedFiles.Finished file = Objects.requireNonNull(current);
        try {
            files.passed(file);
            directory.remember(file.end());
        } finally {
            directory.remove(COPY);
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
        directory.remove(COPY);
    }
}
