/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How large an image is, in pixels, as the first bytes of a PNG, GIF, WebP or JPEG file say. */
record ImageSize(int width, int height) {

    /** Enough for those formats that say it at once. */
    private static final int HEAD = 64;

    /** A JPEG file may have a preview and a colour profile in front. */
    private static final int LONG_HEAD = 400_000;

    /** Null where the text is no base64 of such a file. */
    static @Nullable ImageSize of(JsonBytes base64) {
        byte[] head = decode(base64, HEAD);
        ImageSize size = startsWith(head, 0, "\u00FF\u00D8") ? jpeg(decode(base64, LONG_HEAD)) : other(head);
        return size == null || size.width <= 0 || size.height <= 0 ? null : size;
    }

    private static @Nullable ImageSize other(byte[] head) {
        if (head.length < 30) {
            return null;
        }
        if (startsWith(head, 0, "\u0089PNG")) {
            return new ImageSize(bigEndian(head, 16, 4), bigEndian(head, 20, 4));
        }
        if (startsWith(head, 0, "GIF8")) {
            return new ImageSize(littleEndian(head, 6, 2), littleEndian(head, 8, 2));
        }
        return startsWith(head, 0, "RIFF") && startsWith(head, 8, "WEBP") ? webp(head) : null;
    }

    /** Source: RFC 9649, with its simple lossy, simple lossless and extended forms. */
    private static @Nullable ImageSize webp(byte[] head) {
        if (startsWith(head, 12, "VP8X")) {
            return new ImageSize(littleEndian(head, 24, 3) + 1, littleEndian(head, 27, 3) + 1);
        }
        if (startsWith(head, 12, "VP8L")) {
            int bits = littleEndian(head, 21, 4);
            return new ImageSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
        }
        return startsWith(head, 12, "VP8 ")
                ? new ImageSize(littleEndian(head, 26, 2) & 0x3FFF, littleEndian(head, 28, 2) & 0x3FFF)
                : null;
    }

    /** From segment to segment up to the frame header, SOF0 to SOF15 but for the three of that row that are none. */
    private static @Nullable ImageSize jpeg(byte[] file) {
        int at = 2;
        while (at + 9 <= file.length && (file[at] & 0xFF) == 0xFF) {
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
            } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                return new ImageSize(bigEndian(file, at + 7, 2), bigEndian(file, at + 5, 2));
            } else {
                at += 2 + Math.max(2, bigEndian(file, at + 2, 2));
            }
        }
        return null;
    }

    private static boolean startsWith(byte[] bytes, int at, String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (at + i >= bytes.length || (bytes[at + i] & 0xFF) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int bigEndian(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = at; i < at + length && i < bytes.length; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    private static int littleEndian(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = Math.min(at + length, bytes.length) - 1; i >= at; i--) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    /** Of the first characters; nothing where they are no base64. */
    private static byte[] decode(JsonBytes base64, int characters) {
        try {
            return Base64.getDecoder().decode(base64.base64(characters));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
