/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import io.github.camelopenrouter.config.SettingType;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What settings of mail may be. */
final class MailTypes {

    /** Neither a name in front of it nor anything that could begin another header. */
    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7e&&[^\",;<>@()]]{1,64}@[A-Za-z0-9.\\-]{1,253}");

    private MailTypes() {}

    /** @param host a name or an address, an IPv6 one in brackets */
    record Server(String host, int port) {}

    /** How the way to the server is kept from others. */
    enum Tls {
        STARTTLS,
        REQUIRED,
        IMPLICIT,
        OFF
    }

    static SettingType<String> address() {
        return SettingType.of("a mail address such as ops@example.com", MailTypes::parseAddress);
    }

    static SettingType<List<String>> addresses() {
        return SettingType.of(
                "mail addresses such as ops@example.com, separated by commas",
                text -> Arrays.stream(text.split(",", -1))
                        .map(address -> parseAddress(address.strip()))
                        .toList());
    }

    static SettingType<Server> server() {
        return SettingType.of("a host and a port such as smtp.example.com:587", text -> {
            URI uri = URI.create("smtp://" + text);
            if (uri.getHost() == null
                    || uri.getPort() < 1
                    || uri.getPort() > 65_535
                    || !(uri.getHost() + ":" + uri.getPort()).equals(text)) {
                throw new IllegalArgumentException();
            }
            return new Server(uri.getHost(), uri.getPort());
        });
    }

    private static String parseAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
