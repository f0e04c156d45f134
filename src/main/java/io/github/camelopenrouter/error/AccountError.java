/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

/**
 * What a client learns where OpenRouter refuses the gateway's key or account: that is none of the client's keys, so neither
 * the status nor a word of it says so. What OpenRouter has said stands in the log and in the record of the attempt.
 */
public final class AccountError {

    /** The code of such an answer. */
    public static final String CODE = "upstream_account";

    public static final int STATUS = 503;

    public static final String TYPE = ErrorType.OVERLOADED.openAi();

    /** The same for every cause: each of them is about an account that is not the client's. */
    public static final String MESSAGE =
            "OpenRouter does not take this call because of the gateway's account: its operator has to look at that.";

    private static final int RETRY_SECONDS = 60;

    private AccountError() {}

    /** 503, {@code overloaded_error}. */
    public static OpenRouterException exception() {
        return OpenRouterException.overloaded(MESSAGE, CODE, RETRY_SECONDS);
    }
}
