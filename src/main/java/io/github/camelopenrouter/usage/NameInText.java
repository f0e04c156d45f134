/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;

/** Finds a name in lines of JSON, whoever has chosen the text around it. A part of a longer word is another name. */
public final class NameInText {

    /** Of a word in UTF-8, read as bytes. */
    private static final String OF_WORD = "[A-Za-z0-9_\\x80-\\xff]";

    private final String written;
    private final Pattern pattern;

    public NameInText(String name) {
        String whole = new String(name.getBytes(UTF_8), UTF_8); // half a surrogate pair has no UTF-8 form
        this.written = new String(JsonStringEncoder.getInstance().quoteAsUTF8(whole), ISO_8859_1);
        this.pattern = Pattern.compile("(?<!" + OF_WORD + ")" + Pattern.quote(written) + "(?!" + OF_WORD + ")");
    }

    /** @param line whose characters are its bytes */
    public boolean isIn(String line) {
        return line.contains(written) && pattern.matcher(line).find();
    }
}
