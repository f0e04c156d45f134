/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.support.scan.DefaultPackageScanResourceResolver;
import org.jspecify.annotations.Nullable;

/**
 * Finds what matches a pattern in a jar by the directory of that jar. Camel 4.18.0's reads and inflates all of the jar instead,
 * for each pattern: a tenth of a second of each start.
 */
final class ResourcesOfJars extends DefaultPackageScanResourceResolver {

    private ResourcesOfJars() {}

    /** From now on the context finds them so. */
    static void use(CamelContext context) {
        ResourcesOfJars resources = new ResourcesOfJars();
        resources.setCamelContext(context);
        resources.start();
        context.getCamelContextExtension().addContextPlugin(PackageScanResourceResolver.class, resources);
    }

    @Override
    protected List<String> doLoadImplementationsInJar(
            String directory, InputStream stream, String path, @Nullable Predicate<String> filter) {
        if (!new File(path).isFile()) {
            return super.doLoadImplementationsInJar(directory, stream, path, filter);
        }
        Predicate<String> wanted = filter == null ? name -> !name.endsWith(".class") : filter;
        try (stream;
                ZipFile jar = new ZipFile(path)) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(directory) && wanted.test(name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The jar " + path + " cannot be read", e);
        }
    }
}
