/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as a document shows it, and it shows all of it: what is left out, be it blank lines or a header's value, has a
 * … in its place. No header is left out.
 */
record DocumentedAnswer(String text) {

    /** Status, headers and body, as {@code curl -i} writes them. */
    void assertIs(HttpResponse<String> answer) {
        String[] headAndBody = text.split("\n\n", 2);
        List<String> head = headAndBody[0].lines().toList();
        assertThat(head.get(0)).startsWith("HTTP/1.1 " + answer.statusCode() + " ");
        assertHeaders(answer, shown(head.subList(1, head.size())));
        new DocumentedAnswer(headAndBody[1]).assertIs(answer.body());
    }

    /** What curl writes without options; the line breaks at its end show nothing. */
    void assertIs(String output) {
        assertThat(output.stripTrailing()).matches(Page.pattern(text));
    }

    private static void assertHeaders(HttpResponse<String> answer, Map<String, String> shown) {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().map().forEach((name, values) -> sent.put(name, String.join(", ", values)));
        assertThat(shown.keySet()).isEqualTo(sent.keySet());
        shown.forEach((name, value) -> assertThat(sent.get(name)).as(name).matches(Page.pattern(value)));
    }

    private static Map<String, String> shown(List<String> lines) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            String[] header = line.split(": ", 2);
            headers.put(header[0], header[1]);
        }
        return headers;
    }
}
