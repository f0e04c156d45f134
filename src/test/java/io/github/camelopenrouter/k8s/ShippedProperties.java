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
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the shipped application.properties says where the environment is silent. */
final class ShippedProperties {

    private static final Pattern DEFAULT = Pattern.compile("\\{\\{env:\\w+:(\\d+)}}");

    private ShippedProperties() {}

    static int port(String key) throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(file);
        }
        Matcher port = DEFAULT.matcher(properties.getProperty(key));
        if (!port.matches()) {
            throw new IllegalStateException(key + " is " + properties.getProperty(key));
        }
        return Integer.parseInt(port.group(1));
    }
}
