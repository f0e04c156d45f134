/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.camelopenrouter.usage.NameInText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/** Finds lines that have a person's name itself, which nobody can take out of them. */
public final class PlainName {

    private PlainName() {}

    /** How many they are in the audit of a process, whoever has chosen the text around the name. */
    public static long lines(CamelContext context, String name) throws IOException {
        return lines(AuditSettings.directory(context), name);
    }

    static long lines(Path directory, String name) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        NameInText wanted = new NameInText(name);
        long found = 0;
        for (AuditFile file : AuditFile.in(directory)) {
            found += lines(file, wanted);
        }
        return found;
    }

    private static long lines(AuditFile file, NameInText name) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) {
            return lines.lines().filter(name::isIn).count();
        } catch (NoSuchFileException e) {
            return 0; // too old meanwhile
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
