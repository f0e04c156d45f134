/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The flow in a JVM of its own, because only that can be killed. */
final class FlowProcess implements AutoCloseable {

    private final Process process;

    private FlowProcess(Process process) {
        this.process = process;
    }

    static FlowProcess start(Path directory, String upstream) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(), "-cp", System.getProperty("java.class.path"), "org.apache.camel.main.Main");
        builder.environment()
                .putAll(Map.of(
                        "FLOW_DIRECTORY", directory.toString(),
                        "OPENROUTER_SANDBOX", "false",
                        "OPENROUTER_BASE_URL", upstream,
                        "OPENROUTER_API_KEY", "any",
                        "OPENROUTER_RETRY_ATTEMPTS", "0"));
        return new FlowProcess(builder.inheritIO().start());
    }

    /** The way a machine dies: no hook runs, nothing is put in order. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
