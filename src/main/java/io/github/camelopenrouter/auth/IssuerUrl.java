/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** The addresses of issuers of tokens. Nobody may put words into their mouths, so they are https, or on this machine. */
public final class IssuerUrl {

    private IssuerUrl() {}

    /** Each as it is written: a token's {@code iss} is compared with it letter by letter. */
    static SettingType<List<String>> list() {
        return SettingType.of(
                "a comma-separated list of https URLs without a user name, query or fragment (http on loopback only)",
                IssuerUrl::parse);
    }

    private static List<String> parse(String text) {
        List<String> issuers = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            String issuer = entry.trim();
            URI url = read(issuer);
            if (!isSafe(url) || url.getRawQuery() != null || url.getRawFragment() != null) {
                throw new WrongText(Redacted.of(issuer) + " is none");
            }
            if (issuers.contains(issuer)) {
                throw new WrongText(Redacted.of(issuer) + " stands there twice");
            }
            issuers.add(issuer);
        }
        return List.copyOf(issuers);
    }

    private static URI read(String issuer) {
        try {
            return new URI(issuer);
        } catch (URISyntaxException e) {
            throw new WrongText(Redacted.of(issuer) + " is none");
        }
    }

    /** Whether what comes from there is what its owner has sent. */
    public static boolean isSafe(URI url) {
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            return false;
        }
        return "https".equalsIgnoreCase(url.getScheme())
                || "http".equalsIgnoreCase(url.getScheme()) && LocalRequest.isLoopback(url.getHost());
    }
}
