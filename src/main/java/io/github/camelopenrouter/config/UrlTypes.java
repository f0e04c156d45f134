/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** URLs: none may carry a user name or password, since settings are logged. */
public final class UrlTypes {

    private UrlTypes() {}

    /** An absolute http or https URL. */
    public static SettingType<URI> url() {
        return SettingType.of("an absolute http or https URL without a user name", UrlTypes::parse);
    }

    /** One that has no place for a token but its path. */
    public static SettingType<URI> withoutQuery() {
        return SettingType.of(
                "an absolute http or https URL without a user name, query or fragment",
                text -> requireNoQuery(parse(text)));
    }

    /** An address to which paths are appended: without the slashes at its end and without a last {@code /v1}. */
    static SettingType<URI> base() {
        return SettingType.of(
                "an absolute http or https URL without a user name, query or fragment", text -> parseBase(parse(text)));
    }

    private static URI requireNoQuery(URI uri) {
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    private static URI parseBase(URI uri) {
        requireNoQuery(uri);
        String path = withoutSlashes(uri.getRawPath());
        if (path.endsWith("/v1")) {
            path = withoutSlashes(path.substring(0, path.length() - "/v1".length()));
        }
        return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + path);
    }

    private static URI parse(String text) {
        URI uri = syntax(text);
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || !isPort(uri.getPort())) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    private static URI syntax(String text) {
        try {
            return URI.create(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean isPort(int port) {
        return port == -1 || port > 0 && port <= 65_535;
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
