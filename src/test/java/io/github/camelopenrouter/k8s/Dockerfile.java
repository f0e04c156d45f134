/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The instructions of the Dockerfile, in their order. */
record Dockerfile(List<String> instructions) {

    static Dockerfile read() {
        try {
            return new Dockerfile(Files.readString(Manifest.DIRECTORY.resolve("Dockerfile"))
                    .replaceAll("\\\\\\n *", "")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the last instruction of this name. */
    String last(String name) {
        return instructions.stream()
                .filter(line -> line.startsWith(name + " "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring(name.length() + 1);
    }

    /** From one FROM to the next, counted from 0. */
    List<String> stage(int number) {
        List<Integer> starts = new ArrayList<>();
        for (int line = 0; line < instructions.size(); line++) {
            if (instructions.get(line).startsWith("FROM ")) {
                starts.add(line);
            }
        }
        starts.add(instructions.size());
        return instructions.subList(starts.get(number), starts.get(number + 1));
    }

    long user() {
        return Long.parseLong(last("USER").split(":")[0]);
    }
}
