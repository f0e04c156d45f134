/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a {@code multipart/form-data} body stand (source: RFC 2046 5.1.1, RFC 7578). Strict: what two readers
 * could take for two forms is none, for the model that is looked up here must be the one that is served there.
 */
final class MultipartForm {

    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(ISO_8859_1);
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int MOST_PARTS = 1000;

    private final byte[] body;
    private final List<FormPart> parts = new ArrayList<>();

    /** @throws OpenRouterException 400 if the body is no such form */
    MultipartForm(byte[] body, String contentType) {
        this.body = body;
        String boundary = HeaderParameters.of(contentType).getOrDefault("boundary", "");
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw refusal("its content type names no boundary");
        }
        read(("\r\n--" + boundary).getBytes(ISO_8859_1));
    }

    /**
     * The field of this name, which is the form's model.
     *
     * @throws OpenRouterException 400 if there is none, or several, or it is no plain text, or ambiguous
     */
    FormPart only(String name) {
        List<FormPart> found =
                parts.stream().filter(part -> part.name().equals(name)).toList();
        if (found.size() != 1) {
            throw OpenRouterException.invalidRequest(
                    "The form must have exactly one part '" + name + "', and has " + found.size() + ".", name);
        }
        FormPart part = found.get(0);
        if (!part.plain() || part.text(body).isBlank()) {
            throw OpenRouterException.invalidRequest("The part '" + name + "' must be a plain, non-empty text.", name);
        }
        UnambiguousModel.check(parts, part, part.text(body));
        return part;
    }

    /** Of all parts. */
    List<String> names() {
        return parts.stream().map(FormPart::name).toList();
    }

    private void read(byte[] delimiter) {
        int at = delimiter.length - 2; // the first one has no line in front of it
        if (!matches(delimiter, 2, 0)) {
            throw refusal("it does not begin with its boundary");
        }
        while (!isLast(at)) {
            int headers = lineBehind(at);
            int content = contentBehind(headers);
            int next = next(delimiter, content);
            if (parts.size() == MOST_PARTS) {
                throw refusal("it has too many parts");
            }
            parts.add(part(headers, content, Math.max(next, content)));
            at = next + delimiter.length;
        }
        if (!isBlankFrom(at + 2) || linesLike(delimiter) != parts.size() + 1) {
            throw refusal("its boundary stands where it ends no part");
        }
    }

    private boolean isBlankFrom(int from) {
        for (int at = from; at < body.length; at++) {
            if (body[at] != ' ' && body[at] != '\t' && body[at] != '\r' && body[at] != '\n') {
                return false;
            }
        }
        return true;
    }

    /** How many lines begin like a delimiter, whatever ends the line before: some readers take each of them for one. */
    private int linesLike(byte[] delimiter) {
        int lines = 0;
        for (int at = 0; at < body.length; at++) {
            boolean begins = at == 0 || body[at - 1] == '\n' || body[at - 1] == '\r';
            if (begins && matches(delimiter, 2, at)) {
                lines++;
            }
        }
        return lines;
    }

    private boolean isLast(int at) {
        return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
    }

    /** The headers begin in the line behind the boundary. */
    private int lineBehind(int at) {
        int behind = at;
        while (behind < body.length && (body[behind] == ' ' || body[behind] == '\t')) {
            behind++;
        }
        if (behind + 1 >= body.length || body[behind] != '\r' || body[behind + 1] != '\n') {
            throw refusal("a boundary is not alone in its line");
        }
        return behind + 2;
    }

    private int contentBehind(int headers) {
        int limit = Math.min(body.length, headers + MOST_HEADER_BYTES);
        for (int at = headers; at + END_OF_HEADERS.length <= limit; at++) {
            if (matches(END_OF_HEADERS, 0, at)) {
                return at + END_OF_HEADERS.length;
            }
        }
        throw refusal("the headers of a part do not end");
    }

    /** It may begin with the line break that ends the headers: then there is no content. */
    private int next(byte[] delimiter, int from) {
        for (int at = from - 2; at + delimiter.length <= body.length; at++) {
            if (body[at] == '\r' && matches(delimiter, 0, at)) {
                return at;
            }
        }
        throw refusal("its last boundary is missing");
    }

    private boolean matches(byte[] text, int textFrom, int at) {
        if (at + text.length - textFrom > body.length) {
            return false;
        }
        for (int i = textFrom; i < text.length; i++) {
            if (body[at + i - textFrom] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private FormPart part(int headers, int content, int end) {
        String disposition = null;
        boolean encoded = false;
        String block = new String(body, headers, content - END_OF_HEADERS.length - headers, UTF_8);
        for (String line : block.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 || line.charAt(0) <= ' ') {
                throw refusal("a part has a line that is no header");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            encoded |= name.equals("content-transfer-encoding");
            if (name.equals("content-disposition")) {
                if (disposition != null) {
                    throw refusal("a part says its name twice");
                }
                disposition = line.substring(colon + 1).strip();
            }
        }
        return part(disposition, encoded, content, end);
    }

    private static FormPart part(@Nullable String disposition, boolean encoded, int content, int end) {
        if (disposition == null || !isFormData(disposition)) {
            throw refusal("a part has no name");
        }
        Map<String, String> parameters = HeaderParameters.of(disposition);
        String name = parameters.get("name");
        if (name == null) {
            throw refusal("a part has no name");
        }
        return new FormPart(name, content, end, !parameters.containsKey("filename") && !encoded);
    }

    private static boolean isFormData(String disposition) {
        int end = disposition.indexOf(';');
        return disposition
                .substring(0, end < 0 ? disposition.length() : end)
                .strip()
                .equalsIgnoreCase("form-data");
    }

    static OpenRouterException refusal(String why) {
        return OpenRouterException.invalidRequest(
                "The request body cannot be read as multipart/form-data: " + why + ".", null);
    }
}
