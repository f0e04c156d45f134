/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import io.github.camelopenrouter.config.SecretFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files, as containers mount secrets. Each is opened anew: what Kubernetes exchanges is a link to its directory. A pipe, such
 * as a shell's {@code <(command)}, gives what it holds only once.
 */
final class FileSource implements SecretSource {

    private final Map<String, String> pipes = new ConcurrentHashMap<>();

    /** Of what is there. */
    static boolean isPipe(String name) {
        File file = new File(name);
        return file.exists() && !file.isFile() && !file.isDirectory();
    }

    @Override
    public String read(String name) throws IOException {
        String piped = pipes.get(name);
        if (piped != null) {
            return piped;
        }
        String content = SecretFile.read(name, "secrets");
        if (!Files.isRegularFile(Path.of(name))) {
            pipes.put(name, content);
        }
        return content;
    }
}
