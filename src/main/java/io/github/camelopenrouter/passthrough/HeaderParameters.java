/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of a header like {@code form-data; name="model"} (source: RFC 9110 5.6.6). */
final class HeaderParameters {

    private final String header;
    private int at;

    private HeaderParameters(String header) {
        this.header = header;
        this.at = header.indexOf(';') < 0 ? header.length() : header.indexOf(';');
    }

    /**
     * By their names in lower case.
     *
     * @throws io.github.camelopenrouter.error.OpenRouterException 400 if one comes twice, or they cannot be told apart
     */
    static Map<String, String> of(String header) {
        HeaderParameters reader = new HeaderParameters(header);
        Map<String, String> parameters = new HashMap<>();
        while (reader.at < header.length()) {
            reader.at++; // the semicolon
            String name = reader.token('=').strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() && reader.at >= header.length()) {
                break; // nothing behind the last one
            }
            // another spelling of a name that may stand there, too (source: RFC 2231, RFC 8187)
            if (name.indexOf('*') >= 0) {
                throw MultipartForm.refusal("a header has a parameter with a '*'");
            }
            if (reader.at >= header.length() || parameters.put(name, reader.value()) != null) {
                throw MultipartForm.refusal("a header says one thing twice, or nothing");
            }
        }
        return parameters;
    }

    private String token(char end) {
        int from = at;
        while (at < header.length() && header.charAt(at) != end && header.charAt(at) != ';') {
            at++;
        }
        return header.substring(from, at);
    }

    private String value() {
        at++; // the equals sign
        while (at < header.length() && header.charAt(at) == ' ') {
            at++;
        }
        return at < header.length() && header.charAt(at) == '"'
                ? quoted()
                : token(';').strip();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < header.length() && header.charAt(at) != '"') {
            if (header.charAt(at) == '\\' && at + 1 < header.length()) {
                at++;
            }
            value.append(header.charAt(at++));
        }
        boolean closed = at < header.length();
        at++; // the quote
        if (!closed || !token(';').isBlank()) {
            throw MultipartForm.refusal("a header has a quote that does not end");
        }
        return value.toString();
    }
}
