/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import io.github.camelopenrouter.error.OpenRouterException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Undoes the {@code Content-Encoding} of a request: gzip, once, and never to more than the limit. */
final class ContentCoding {

    private ContentCoding() {}

    /** Refuses every coding but gzip with 415. */
    static void requireReadable(@Nullable String header) {
        List<String> codings = codings(header);
        if (codings.size() > 1 || codings.size() == 1 && !isGzip(codings.get(0))) {
            throw OpenRouterException.unsupportedMediaType(
                    "The content encoding of the request is not supported; send it plain or as gzip.");
        }
    }

    /** What does not begin as gzip is none, whatever the header says of an earlier body. */
    static byte[] decode(byte[] body, @Nullable String header, long maxBytes) throws IOException {
        return codings(header).stream().anyMatch(ContentCoding::isGzip) && beginsAsGzip(body)
                ? inflate(body, maxBytes)
                : body;
    }

    /** RFC 1952, 2.3.1; no JSON begins so. */
    private static boolean beginsAsGzip(byte[] body) {
        return body.length > 1 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b;
    }

    private static List<String> codings(@Nullable String header) {
        if (header == null) {
            return List.of();
        }
        return Stream.of(header.toLowerCase(Locale.ROOT).split(","))
                .map(String::trim)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
    }

    /** RFC 9110, 8.4.1.3: a recipient treats x-gzip as gzip. */
    private static boolean isGzip(String coding) {
        return coding.equals("gzip") || coding.equals("x-gzip");
    }

    private static byte[] inflate(byte[] body, long maxBytes) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return LimitedRead.all(in, maxBytes);
        } catch (ZipException | EOFException e) {
            throw OpenRouterException.invalidRequest("The request body is not valid gzip.", null);
        }
    }
}
