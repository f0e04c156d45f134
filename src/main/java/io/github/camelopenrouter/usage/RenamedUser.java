/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A user whom lines of the journal are to call by another word. In a line nothing but {@code client.user} changes, not a digit
 * of the rest.
 */
public final class RenamedUser {

    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final String word;
    private final byte[] quotedName;
    private final byte[] quotedWord;

    /** @param name as the user has signed in; a line has less of a long one */
    public RenamedUser(String name, String word) {
        this.name = whole(LineJson.shown(name));
        this.word = word;
        this.quotedName = quoted(this.name);
        this.quotedWord = quoted(whole(word));
    }

    /** Half a surrogate pair has no UTF-8 form. */
    private static String whole(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private static byte[] quoted(String text) {
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** As lines have it. */
    public String name() {
        return name;
    }

    /** What lines are to have in its place. */
    public String word() {
        return word;
    }

    /** The line with the word; the same array where it is of somebody else, or no JSON. */
    public byte[] in(byte[] line) {
        if (!mayBeIn(line)) {
            return line;
        }
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return line;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isClient = json.currentName().equals("client");
                if (json.nextToken() == JsonToken.START_OBJECT && isClient) {
                    return inClient(json, line);
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            return line; // what a full disk has left of one
        }
        return line;
    }

    private byte[] inClient(JsonParser json, byte[] line) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isUser = json.currentName().equals("user");
            if (json.nextToken() == JsonToken.VALUE_STRING && isUser) {
                boolean isName = json.getText().equals(name);
                return isName
                        ? replaced(
                                line,
                                json.currentTokenLocation().getByteOffset(),
                                json.currentLocation().getByteOffset())
                        : line;
            }
            json.skipChildren();
        }
        return line;
    }

    private byte[] replaced(byte[] line, long from, long to) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream(line.length + quotedWord.length);
        changed.write(line, 0, (int) from);
        changed.writeBytes(quotedWord);
        changed.write(line, (int) to, line.length - (int) to);
        return changed.toByteArray();
    }

    /** Most lines are others'. */
    private boolean mayBeIn(byte[] line) {
        int last = line.length - quotedName.length;
        for (int at = 0; at <= last; at++) {
            if (line[at] == '"' && isAt(line, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] line, int from) {
        for (int at = 1; at < quotedName.length; at++) {
            if (line[from + at] != quotedName[at]) {
                return false;
            }
        }
        return true;
    }
}
