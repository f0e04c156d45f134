/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * {@code application.properties} in the working directory. Camel fails on one that it cannot read with a text that names neither
 * the file nor the line, and takes a directory of that name for no file at all.
 */
public final class SettingsFile {

    private static final String NAME = "application.properties";
    private static final String IN_JAR = "classpath:" + NAME + ";optional=true";

    /** A Windows path, most likely; comments may have any. */
    private static final Pattern LONE_ESCAPE =
            Pattern.compile("(?!\\s*[#!]).*?(?<!\\\\)(?:\\\\\\\\)*\\\\u(?!\\p{XDigit}{4}).*");

    private SettingsFile() {}

    /**
     * Where Camel shall read the settings: in the file, or where there is none in its copy in the jar.
     *
     * @throws SettingException if there is one that cannot be read
     */
    public static String location() {
        return location(Path.of(NAME));
    }

    static String location(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return IN_JAR;
        }
        if (!Files.isRegularFile(file)) { // as a container makes one of a mount whose file is not there
            throw new SettingException(NAME + " is no file: put one there, or remove it.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            new Properties().load(in);
        } catch (IOException e) {
            throw new SettingException(NAME + " cannot be read: allow it, or remove the file.");
        } catch (IllegalArgumentException e) {
            throw new SettingException(NAME + " has a \\u without four hexadecimal digits behind it" + lineOf(file)
                    + ": write \\\\u for a backslash and a u.");
        }
        return "file:" + NAME;
    }

    private static String lineOf(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < lines.size(); i++) {
                if (LONE_ESCAPE.matcher(lines.get(i)).matches()) {
                    return " in line " + (i + 1);
                }
            }
        } catch (IOException e) {
            // it is gone by now
        }
        return "";
    }
}
