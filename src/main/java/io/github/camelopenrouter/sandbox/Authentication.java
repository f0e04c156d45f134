/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.http.HttpServerRequest;

/** Takes any bearer token but one: the sandbox needs no key, yet a missing or refused one must be seen. */
final class Authentication {

    /** The one key that is refused. */
    static final String BAD_KEY = "sk-or-v1-bad";

    /** What {@code GET /v1/key} answers to every other. */
    static final String KEY = """
            {"data":{"label":"sk-or-v1-sim...001","limit":100,"limit_remaining":74.5,"limit_reset":"monthly",\
            "include_byok_in_limit":false,"usage":25.5,"usage_daily":25.5,"usage_weekly":25.5,"usage_monthly":25.5,\
            "byok_usage":0,"byok_usage_daily":0,"byok_usage_weekly":0,"byok_usage_monthly":0,"is_free_tier":false,\
            "is_management_key":false,"is_provisioning_key":false,"creator_user_id":"user_sim","rate_limit":\
            {"requests":-1,"interval":"10s","note":"This field is deprecated and safe to ignore."}}}""";

    private static final String SCHEME = "Bearer ";

    private Authentication() {}

    static void check(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new Refusal(ApiError.of(401, "Missing Authentication header"));
        }
        if (header.substring(SCHEME.length()).trim().equals(BAD_KEY)) {
            throw new Refusal(ApiError.of(401, "User not found."));
        }
    }
}
