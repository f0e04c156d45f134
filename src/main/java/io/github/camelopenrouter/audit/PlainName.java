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

import io.github.camelopenrouter.error.SmallJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Finds lines that have a person's name itself, which nobody can take out of them. */
public final class PlainName {

    /** Of a word in UTF-8, read as bytes. */
    private static final String OF_WORD = "[A-Za-z0-9_\\x80-\\xff]";

    private PlainName() {}

    /** How many they are in the audit of a process, whoever has chosen the text around the name. */
    public static long lines(CamelContext context, String name) throws IOException {
        return lines(AuditSettings.directory(context), name);
    }

    static long lines(Path directory, String name) throws IOException {
        Pattern pattern = pattern(name);
        long found = 0;
        for (AuditFile file : AuditFile.in(directory)) {
            found += lines(file, pattern);
        }
        return found;
    }

    private static long lines(AuditFile file, Pattern pattern) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file.path(), ISO_8859_1)) {
            return lines.lines().filter(line -> pattern.matcher(line).find()).count();
        } catch (NoSuchFileException e) {
            return 0; // too old meanwhile
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** As JSON writes it; a part of a longer word is another name. */
    private static Pattern pattern(String name) throws IOException {
        String quoted = new String(SmallJson.JSON.writeValueAsBytes(name), ISO_8859_1);
        return Pattern.compile("(?<!" + OF_WORD + ")" + Pattern.quote(quoted.substring(1, quoted.length() - 1)) + "(?!"
                + OF_WORD + ")");
    }
}
