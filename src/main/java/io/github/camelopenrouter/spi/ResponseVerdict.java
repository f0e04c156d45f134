/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ResponseFilter} makes of the events that it has seen and not let go.
 *
 * @param what is to be done
 * @param from the first event that waits, null for all of them
 * @param notice what the client is told where its API has a place for it; never a text of the answer
 */
public record ResponseVerdict(What what, @Nullable ResponseEvent from, String notice) {

    public ResponseVerdict {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(notice, "notice");
    }

    /** All that has been held goes out, with this event. */
    public static final ResponseVerdict PASS = new ResponseVerdict(What.PASS, null, "");

    /** This event waits, with all that has been held. */
    public static final ResponseVerdict HOLD = new ResponseVerdict(What.HOLD, null, "");

    /** What is to be done. */
    public enum What {
        PASS,
        HOLD,
        END
    }

    /** What came before this event goes out, the event and what came behind it waits. */
    public static ResponseVerdict holdFrom(ResponseEvent event) {
        return new ResponseVerdict(What.HOLD, event, "");
    }

    /**
     * The answer ends here, as its API says that content was not let through: what is held never goes out, and OpenRouter is
     * not asked for more.
     *
     * @param notice a fixed sentence for the client
     */
    public static ResponseVerdict end(String notice) {
        return new ResponseVerdict(What.END, null, notice);
    }
}
