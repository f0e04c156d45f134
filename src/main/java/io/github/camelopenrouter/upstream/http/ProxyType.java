/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.upstream.http.Proxy.Login;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The address of a proxy, in which, other than in every other URL of ours, a user name and a password may stand. */
final class ProxyType {

    private static final int HTTP_PORT = 80;

    private ProxyType() {}

    static SettingType<Proxy> http() {
        return SettingType.of(
                        "http://host:port or http://user:password@host:port, special characters percent-encoded",
                        ProxyType::parse)
                .asSecret();
    }

    private static Proxy parse(String text) {
        URI uri = syntax(text);
        boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && isRoot(uri.getRawPath());
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || !plain) {
            throw new IllegalArgumentException();
        }
        int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException();
        }
        return new Proxy(uri.getHost().replaceAll("[\\[\\]]", ""), port, login(uri.getRawUserInfo()));
    }

    private static @Nullable Login login(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException();
        }
        String user = decoded(userInfo.substring(0, colon));
        String password = decoded(userInfo.substring(colon + 1));
        if (user.contains(":") || (user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(); // RFC 7617: neither can be said in a Basic header
        }
        return new Login(user, password);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isRoot(@Nullable String path) {
        return path == null || path.isEmpty() || path.equals("/");
    }

    private static URI syntax(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
