/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** Which one of many is meant, as in {@code /admin/v1/keys/<label>/rotate}. */
public final class PathName {

    private static final Pattern NAME = Pattern.compile("/admin/v1/[a-z]+/([^/]+).*");

    private PathName() {}

    /** The name in the path, decoded once; empty for a path that has none. */
    public static Optional<String> of(Exchange exchange) {
        Matcher name = NAME.matcher(exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class));
        return name.matches()
                ? Optional.of(URLDecoder.decode(name.group(1).replace("+", "%2B"), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
