/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseText;
import io.github.camelopenrouter.spi.ResponseVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A filter that judges as a test says, and remembers what it was shown. */
final class TestFilter implements ResponseFilter {

    static final String NOTICE = "Not \"this\" one.";

    /** {@code TEXT 0/0/0 Hi}, in the order in which they came. */
    final List<String> seen = new ArrayList<>();

    final List<ResponseEnd> ends = new ArrayList<>();
    private final Function<ResponseEvent, ResponseVerdict> verdict;
    private final ResponseVerdict atEnd;
    private final boolean insists;

    private TestFilter(Function<ResponseEvent, ResponseVerdict> verdict, ResponseVerdict atEnd, boolean insists) {
        this.verdict = verdict;
        this.atEnd = atEnd;
        this.insists = insists;
    }

    static TestFilter passes() {
        return judges(event -> ResponseVerdict.PASS);
    }

    static TestFilter judges(Function<ResponseEvent, ResponseVerdict> verdict) {
        return new TestFilter(verdict, ResponseVerdict.PASS, true);
    }

    /** Holds everything, and says this at the end. */
    static TestFilter holdsUntilTheEnd(ResponseVerdict atEnd) {
        return new TestFilter(event -> ResponseVerdict.HOLD, atEnd, true);
    }

    /** Ends the answer at the first text that has this in it. */
    static TestFilter endsAt(String part) {
        return judges(
                event -> event.texts().stream().anyMatch(text -> text.text().contains(part))
                        ? ResponseVerdict.end(NOTICE)
                        : ResponseVerdict.PASS);
    }

    /** Replaces this in every text that can be edited. */
    static TestFilter replaces(String part, String by) {
        return judges(event -> {
            for (ResponseText text : event.texts()) {
                if (text.place().kind().isEditable() && text.text().contains(part)) {
                    text.replaceBy(text.text().replace(part, by));
                }
            }
            return ResponseVerdict.PASS;
        });
    }

    TestFilter thatSaysAtTheEnd(ResponseVerdict said) {
        return new TestFilter(verdict, said, insists);
    }

    TestFilter thatDoesNotInsist() {
        return new TestFilter(verdict, atEnd, false);
    }

    @Override
    public ResponseVerdict judge(ResponseEvent event) {
        for (ResponseText text : event.texts()) {
            seen.add(text.place().kind() + (text.isWhole() ? " all " : " ")
                    + text.place().choice() + "/" + text.place().item() + "/"
                    + text.place().part() + " " + text.text());
        }
        return verdict.apply(event);
    }

    @Override
    public ResponseVerdict end(ResponseEnd end) {
        ends.add(end);
        return atEnd;
    }

    @Override
    public boolean insists() {
        return insists;
    }
}
