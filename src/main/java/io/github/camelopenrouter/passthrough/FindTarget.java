/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Looks up where the request goes: in the table, by the name that its door has left in the property {@link
 * OpenRouterConstants#PASS_THROUGH}. Of what the client has written only ids, listed queries and a range go up.
 *
 * <p>Out: the property {@link UpstreamTarget#PROPERTY}. Error: 404 for a name that is not in the table, 403 for a path of
 * the account.
 */
public final class FindTarget implements Processor {

    private static final String EVERYTHING = "*/*";
    private static final String JSON = "application/json";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18}-\\d{0,18}|-\\d{1,18})");

    private final AccountPaths accounts;
    private final String accountSetting;
    private final Predicate<Exchange> isLocal;
    private final AccountAnswers answers;

    /**
     * @param accountSetting the key that lets every client see the account
     * @param isLocal whether a request comes from this machine, by a door that asks for no key
     * @param answers for clients, in OpenRouter's place
     */
    public FindTarget(
            AccountPaths accounts, String accountSetting, Predicate<Exchange> isLocal, AccountAnswers answers) {
        this.accounts = accounts;
        this.accountSetting = accountSetting;
        this.isLocal = isLocal;
        this.answers = answers;
    }

    @Override
    public void process(Exchange exchange) {
        PassThroughPath path = PassThroughPath.of(exchange);
        if (path == null) {
            throw OpenRouterException.of(404, "Unknown path.", null, "unknown_path");
        }
        if (path.isAccount()
                && accounts == AccountPaths.LOCAL
                && !answers.answer(exchange)
                && !isLocal.test(exchange)) {
            throw OpenRouterException.of(
                    403,
                    "This path tells of the account behind the gateway's key: its operator may open it with "
                            + accountSetting + "=pass.",
                    null,
                    "account_path_closed");
        }
        exchange.setProperty(UpstreamTarget.PROPERTY, target(path, exchange.getMessage()));
    }

    private static UpstreamTarget target(PassThroughPath path, Message message) {
        boolean bytes = path.answer() == AnswerKind.BYTES;
        return new UpstreamTarget(
                path.method(),
                path.ids().in(message.getHeader(Exchange.HTTP_PATH, String.class)),
                PathQuery.of(path, message.getHeader(Exchange.HTTP_QUERY, String.class)),
                bytes ? EVERYTHING : JSON,
                null,
                path.takesRanges() ? range(message.getHeader("Range", String.class)) : null,
                path.answer() == AnswerKind.JSON || path.answer() == AnswerKind.JSON_OR_EVENTS,
                path.model() == ModelField.NONE,
                path.answer() == AnswerKind.JOB,
                path.isOfModels());
    }

    /** One part; several would come as multipart, which nobody asks of a video. */
    private static @Nullable String range(@Nullable String asked) {
        return asked != null && RANGE.matcher(asked).matches() ? asked : null;
    }
}
