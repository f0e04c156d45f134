/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tests' class path as a host has it that lacks some libraries; all of it is loaded anew. */
final class ClassPathWithout implements AutoCloseable {

    private final URLClassLoader loader;

    private ClassPathWithout(URLClassLoader loader) {
        this.loader = loader;
    }

    /** @param names a pattern of what the libraries' file names begin with */
    static ClassPathWithout libraries(String names) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!new File(entry).getName().matches("(" + names + ").*")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return new ClassPathWithout(new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
    }

    /** Whether it has a class. */
    boolean has(String type) {
        return loader.getResource(type.replace('.', '/') + ".class") != null;
    }

    /** What a static method of a class of the tests returns there; all its parameters are texts. */
    String call(Class<?> type, String method, String... arguments) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Class<?>[] texts = new Class<?>[arguments.length];
            Arrays.fill(texts, String.class);
            return (String)
                    loader.loadClass(type.getName()).getMethod(method, texts).invoke(null, (Object[]) arguments);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What comes of a host's start: {@code started}, or what its failure says. */
    static String outcomeOf(HostApplication made) {
        try (HostApplication host = made) {
            host.start();
            return "started";
        } catch (Exception e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
