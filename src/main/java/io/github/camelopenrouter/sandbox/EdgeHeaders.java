/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What OpenRouter's edge puts on every answer, good or bad. A gateway must not pass most of it on; here it is what the
 * gateway's allow-list is tested with.
 */
final class EdgeHeaders {

    private EdgeHeaders() {}

    static void putOn(HttpServerResponse response) {
        MultiMap headers = response.headers();
        headers.set("X-Sandbox", "true");
        headers.set("Server", "cloudflare");
        headers.set(
                "cf-ray", String.format("%016x-FRA", ThreadLocalRandom.current().nextLong()));
        headers.set("cf-cache-status", "DYNAMIC");
        headers.set("Set-Cookie", "__cf_bm=sandbox; path=/; HttpOnly; Secure; SameSite=None");
        headers.set("Access-Control-Allow-Origin", "*");
        headers.set("Access-Control-Expose-Headers", "X-Generation-Id,X-Provider-Name,cf-ray,request-id");
        headers.set("Permissions-Policy", "payment=(self \"https://checkout.stripe.com\")");
        headers.set("Referrer-Policy", "no-referrer, strict-origin-when-cross-origin");
        headers.set("X-Content-Type-Options", "nosniff");
    }
}
