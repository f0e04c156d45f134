/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.config.Redacted;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a receiver has not taken a notification, as far as that may be said: never an address, which may hold a token.
 *
 * @param isFinal whether it will never take it
 */
record AlertFailure(String text, boolean isFinal) {

    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int DEEPEST = 30;

    static AlertFailure of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                int status = answer.getStatusCode();
                return new AlertFailure(
                        "HTTP " + status, status >= 400 && status < 500 && status != TIMEOUT && status != TOO_MANY);
            }
        }
        return new AlertFailure(failure == null ? "the route has rolled it back" : rootOf(failure), false);
    }

    /** What is at the bottom of it: what Camel and others have wrapped it into says less. */
    static String rootOf(Throwable failure) {
        Throwable root = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .reduce(failure, (above, below) -> below);
        String message = root.getMessage();
        String name = root.getClass().getSimpleName();
        return Redacted.of(message == null ? name : name + ": " + message);
    }
}
