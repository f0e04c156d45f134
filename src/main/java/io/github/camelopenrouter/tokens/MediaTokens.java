/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is no text, by rule. An image costs its width times its height divided by 750 after the longer side has been shrunk to
 * 1568 pixels, and {@value #LARGEST_IMAGE} at most (source: Anthropic's vision guide); one whose size cannot be read here,
 * because it stands elsewhere or is of another format, costs that. A document costs {@value #PAGE} tokens for each 60 kB that
 * have begun, as one page of text and picture does, or for one page where it stands elsewhere; sounds and films one token for
 * each {@value #CHARACTERS_OF_SOUND} characters of base64, or as much as a page.
 */
final class MediaTokens {

    static final int LARGEST_IMAGE = 1600;
    static final int PAGE = 3000;
    static final int CHARACTERS_OF_SOUND = 320;
    /** That those are of. */
    static final int BYTES_OF_SOUND = 240;

    private static final int PIXELS = 750;
    private static final double LONGEST_SIDE = 1568;

    /** 60 kB. */
    private static final int CHARACTERS_OF_PAGE = 80_000;

    private static final String[] HOLDERS = {"source", "image_url", "file", "input_audio", "input_video", "video_url"};
    private static final String[] CONTENTS = {"data", "url", "file_data"};

    private MediaTokens() {}

    static long ofImage(JsonNode part) {
        JsonBytes base64 = base64(part);
        ImageSize size = base64 == null ? null : ImageSize.of(base64);
        return size == null ? LARGEST_IMAGE : of(size);
    }

    static long of(ImageSize size) {
        double shrunk = Math.min(1, LONGEST_SIDE / Math.max(size.width(), size.height()));
        double tokens = Math.ceil(size.width() * shrunk * size.height() * shrunk / PIXELS);
        return (long) Math.min(tokens, LARGEST_IMAGE);
    }

    static long ofDocument(JsonNode part) {
        JsonBytes base64 = base64(part);
        return base64 == null ? PAGE : PAGE * (base64.length() / CHARACTERS_OF_PAGE + 1L);
    }

    static long ofRecording(JsonNode part) {
        JsonBytes base64 = base64(part);
        return base64 == null ? PAGE : base64.length() / CHARACTERS_OF_SOUND + 1L;
    }

    /** Null where the part only says where it is. */
    private static @Nullable JsonBytes base64(JsonNode part) {
        JsonNode text = text(part);
        if (text == null) {
            return null;
        }
        JsonBytes content = JsonBytes.of(text).content();
        return content.startsWith("data:") ? content.behind(',') : content.startsWith("http") ? null : content;
    }

    /** As the APIs of Anthropic and OpenAI have it: in the part itself, or in an object of it. */
    private static @Nullable JsonNode text(JsonNode part) {
        for (String holder : HOLDERS) {
            JsonNode held = part.path(holder);
            if (held.isTextual()) {
                return held;
            }
            JsonNode content = content(held);
            if (content != null) {
                return content;
            }
        }
        return content(part);
    }

    private static @Nullable JsonNode content(JsonNode holder) {
        for (String name : CONTENTS) {
            JsonNode content = holder.path(name);
            if (content.isTextual()) {
                return content;
            }
        }
        return null;
    }
}
