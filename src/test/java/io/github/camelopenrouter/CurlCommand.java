/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the curl commands that the documents show: {@code -X}, {@code -H}, {@code -d}, {@code -i}, {@code -N}; no others. */
final class CurlCommand {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(?:\\\\\\n|\\s)+|([^'\"\\s\\\\]+)");

    private final HttpRequest.Builder request = HttpRequest.newBuilder();

    private CurlCommand() {}

    /** The request of this command, sent to another server than the one it names. */
    static HttpRequest parse(String command, String server, URI replacement) {
        CurlCommand curl = new CurlCommand();
        Iterator<String> words = words(command).iterator();
        if (!words.next().equals("curl")) {
            throw new IllegalArgumentException("Not a curl command: " + command);
        }
        while (words.hasNext()) {
            curl.option(words.next(), words, server, replacement);
        }
        return curl.request.build();
    }

    private void option(String word, Iterator<String> words, String server, URI replacement) {
        switch (word) {
            case "-X" -> request.method(words.next(), HttpRequest.BodyPublishers.noBody());
            case "-H" -> {
                String[] header = words.next().split(":\\s*", 2);
                request.header(header[0], header[1]);
            }
            case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(words.next()));
            case "-i", "-N" -> {}
            default -> {
                if (!word.startsWith(server)) {
                    throw new IllegalArgumentException("the documents' curl commands have no " + word);
                }
                request.uri(replacement.resolve(word.substring(server.length())));
            }
        }
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        int end = 0;
        while (word.find()) {
            if (word.start() != end) {
                throw new IllegalArgumentException("Unclear: " + command.substring(end));
            }
            end = word.end();
            for (int group = 1; group <= 3; group++) {
                if (word.group(group) != null) {
                    words.add(word.group(group));
                }
            }
        }
        return words;
    }
}
