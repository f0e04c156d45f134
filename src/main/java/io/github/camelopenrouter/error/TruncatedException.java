/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** OpenRouter's answer has ended, cleanly or not, before it was whole, and nobody here has cut it off. */
public final class TruncatedException extends IOException {

    private final OpenRouterException reason;

    /**
     * @param what the answer was to be, {@code stream} or {@code answer}
     * @param cause how its connection broke, null where it ended cleanly
     */
    public TruncatedException(String what, @Nullable IOException cause) {
        this(OpenRouterException.truncated(what), cause);
    }

    private TruncatedException(OpenRouterException reason, @Nullable IOException cause) {
        super(reason.getMessage(), cause);
        this.reason = reason;
    }

    public OpenRouterException reason() {
        return reason;
    }
}
