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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What lies beside the files of routes and is not read: files that end in something else than {@code .yaml}, directories, links to nowhere. */
final class UnreadRouteFiles {

    private static final Path ROUTES = Path.of("routes");
    private static final List<Path> ALL =
            List.of(ROUTES, ROUTES.resolve("admin"), ROUTES.resolve("export"), ROUTES.resolve("alerts"));

    private UnreadRouteFiles() {}

    /** By their names as seen from {@code routes/}. */
    static List<String> names() {
        return ALL.stream()
                .flatMap(directory -> unreadIn(directory).stream())
                .map(file -> ROUTES.relativize(file) + (Files.isDirectory(file) ? "/" : ""))
                .sorted()
                .toList();
    }

    /**
     * Refuses a file that is a link to nothing: taken for no file, it would leave a door open that it is to close or change.
     *
     * @throws SettingException for the first
     */
    static void requireTargets() {
        ALL.stream()
                .flatMap(directory -> unreadIn(directory).stream())
                .filter(file -> file.getFileName().toString().endsWith(".yaml") && !Files.exists(file))
                .sorted()
                .findFirst()
                .ifPresent(file -> {
                    throw new SettingException(
                            file + " is a link that leads nowhere: mend it, or remove it to use what the jar has.");
                });
    }

    private static List<Path> unreadIn(Path directory) {
        List<Path> unread = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, UnreadRouteFiles::isUnread)) {
            files.forEach(unread::add);
        } catch (IOException e) {
            // most likely there is no such directory
        }
        return unread;
    }

    /** What is hidden is somebody else's, as the directories are that Kubernetes mounts. */
    private static boolean isUnread(Path file) throws IOException {
        if (Files.isHidden(file) || ALL.contains(file)) {
            return false;
        }
        return !Files.isRegularFile(file) || !file.getFileName().toString().endsWith(".yaml");
    }
}
