/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes whose operation alone does not say it, and what its answer may be. Made from a table, never from what
 * a client has written.
 *
 * @param path below the upstream's base URL
 * @param query already encoded, null for none
 * @param accept what the upstream is asked for
 * @param contentType of the request as it is written, null for JSON or where there is none
 * @param range the part of the answer that the client asks for, null for all of it
 * @param plainOnly whether a plain answer can be nothing but JSON with status 200: only such a wait may be told by white space
 * @param free whether it costs nothing: a look, at a list, an account or a job, whose numbers are no use of this call
 * @param job whether it begins work that goes on, and is billed, whatever becomes of the answer
 * @param ofModels whether what a model has made stands in the answer
 */
public record UpstreamTarget(
        String method,
        String path,
        @Nullable String query,
        String accept,
        @Nullable String contentType,
        @Nullable String range,
        boolean plainOnly,
        boolean free,
        boolean job,
        boolean ofModels) {

    /** The Exchange property that holds it. */
    public static final String PROPERTY = "CamelOpenRouterUpstreamTarget";

    /** That of an exchange whose operation has one. */
    public static UpstreamTarget of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(PROPERTY, UpstreamTarget.class));
    }

    /** The same for a request of this type. */
    public UpstreamTarget withContentType(@Nullable String type) {
        return new UpstreamTarget(method, path, query, accept, type, range, plainOnly, free, job, ofModels);
    }
}
