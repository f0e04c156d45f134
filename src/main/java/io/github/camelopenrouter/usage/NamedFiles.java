/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Files of a data directory that have a name in them which nobody takes out: what a receiver or a store has refused, for
 * example. Those of journal and audit are counted elsewhere, and a database's own nobody can read.
 */
final class NamedFiles {

    private static final Set<String> ELSEWHERE = Set.of(Journal.DIRECTORY, "audit");
    private static final String DATABASE = ".mv.db";

    private NamedFiles() {}

    /** By their paths in the directory. */
    static List<String> in(Path data, String name) throws IOException {
        NameInText wanted = new NameInText(name);
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> Files.isRegularFile(file) && isOurs(data.relativize(file)))
                    .filter(file -> has(file, wanted))
                    .map(file -> data.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isOurs(Path file) {
        return !ELSEWHERE.contains(file.getName(0).toString())
                && !file.toString().endsWith(DATABASE);
    }

    private static boolean has(Path file, NameInText name) {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, ISO_8859_1))) {
            return lines.lines().anyMatch(name::isIn);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
