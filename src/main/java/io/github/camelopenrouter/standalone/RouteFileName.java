/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What a file of routes is called: {@code routes/mine.camel.yaml}, in the working directory or in the jar.
 *
 * @param inJar whether it is the copy in the jar, which is read where the working directory has none of that name
 */
record RouteFileName(String path, boolean inJar) {

    private static final Pattern PATH = Pattern.compile("(?:.*[/:])?(routes/(?:(?:admin|export|alerts)/)?[^/]+)");

    /** @return empty for what is no file of routes, such as a Kamelet */
    static Optional<RouteFileName> of(@Nullable Resource resource) {
        if (resource == null) {
            return Optional.empty();
        }
        String location = resource.getLocation().replace('\\', '/');
        Matcher path = PATH.matcher(location);
        return path.matches()
                ? Optional.of(new RouteFileName(path.group(1), isInJar(location, path.group(1))))
                : Optional.empty();
    }

    /** One for all copies of a file; the location of what is no file of routes. */
    static String pathOf(Resource resource) {
        return of(resource).map(RouteFileName::path).orElseGet(resource::getLocation);
    }

    /** Whether the gateway comes with a file of this name. */
    boolean isShipped() {
        return copyInJar(path) != null;
    }

    /** Where Camel finds the copy in the jar. */
    String locationInJar() {
        return "classpath:" + pathInJar(path);
    }

    /** Whether that is the jar's own copy: what an operator has on the class path stands elsewhere, also under its name. */
    boolean isOwn(String location) {
        return inJar
                && isShipped()
                && location.replace('\\', '/').matches("(.*[/:])?" + Pattern.quote(pathInJar(path)));
    }

    /** As a sentence calls it. */
    @Override
    public String toString() {
        return inJar ? "the jar's " + path : path;
    }

    /** Where classes are in a directory, as in tests, the copies in the jar are files, too. */
    private static boolean isInJar(String location, String path) {
        if (!location.startsWith("file:") || location.contains("!/")) {
            return true;
        }
        URL copy = copyInJar(path);
        return copy != null
                && copy.getProtocol().equals("file")
                && Path.of(URI.create(copy.toString()))
                        .equals(Path.of(location.substring("file:".length())).toAbsolutePath());
    }

    private static @Nullable URL copyInJar(String path) {
        return RouteFileName.class.getResource("/" + pathInJar(path));
    }

    private static String pathInJar(String path) {
        return "openrouter/" + (path.indexOf('/') < path.lastIndexOf('/') ? "standalone/" : "") + path;
    }
}
