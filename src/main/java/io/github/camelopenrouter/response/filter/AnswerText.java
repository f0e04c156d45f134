/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.spi.ResponseText;
import io.github.camelopenrouter.spi.TextPlace;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text in the bytes of its event; decoded when somebody asks. */
final class AnswerText implements ResponseText {

    private final byte[] bytes;
    private final TextPlace place;
    private final boolean whole;
    private final int from;
    private final int to;
    private @Nullable String replacement;

    /** @param from where the value begins, its quote or brace; it ends in front of {@code to} */
    AnswerText(byte[] bytes, TextPlace place, boolean whole, int from, int to) {
        this.bytes = bytes;
        this.place = place;
        this.whole = whole;
        this.from = from;
        this.to = to;
    }

    @Override
    public TextPlace place() {
        return place;
    }

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    public String text() {
        if (replacement != null) {
            return replacement;
        }
        if (place.kind() == TextPlace.Kind.UNREADABLE) {
            return "";
        }
        return isObject() ? new String(bytes, from, to - from, UTF_8) : JsonStrings.decode(bytes, from, to);
    }

    @Override
    public void replaceBy(String text) {
        if (!place.kind().isEditable()) {
            throw new UnsupportedOperationException("A text of the kind " + place.kind() + " cannot be edited");
        }
        if (isObject() && !isObject(text)) {
            throw new IllegalArgumentException("The arguments of this call are an object");
        }
        replacement = Objects.requireNonNull(text, "text");
    }

    boolean isReplaced() {
        return replacement != null;
    }

    Edit edit() {
        byte[] json = isObject() ? text().getBytes(UTF_8) : JsonStrings.encode(text());
        return new Edit(from, to, json);
    }

    private boolean isObject() {
        return bytes[from] == '{';
    }

    private static boolean isObject(String json) {
        try {
            return JsonSpan.parse(json.getBytes(UTF_8)).isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
