/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is optional may be missing: a host without Vert.x and Camel Main, as on Spring Boot. */
@Timeout(60)
class HostWithoutVertxTest {

    @Test
    void routesAnswerAndDoorsStandOnTheHostsEngine() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader host = classPathWithoutVertx()) {
            thread.setContextClassLoader(host);
            Class<?> program = host.loadClass(HostOnOtherEngine.class.getName());
            Object door = program.getMethod("run").invoke(null);
            assertThat(door).isEqualTo("/v1/chat/completions: a host's engine");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URLClassLoader classPathWithoutVertx() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = new File(entry).getName();
            if (!name.matches(
                    "(vertx|camel-vertx.*|camel-platform-http-vertx|camel-platform-http-main|camel-main)-.*")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        assertThat(loader.getResource("io/vertx/core/Vertx.class")).isNull();
        assertThat(loader.getResource("org/apache/camel/component/platform/http/vertx"))
                .isNull();
        return loader;
    }
}
