/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which path is answered by whom. Holds everything that outlives a call; used on the event loop only, but for
 * outages. */
final class Router {

    private static final String BASE = "/api";

    /** Where the sandbox speaks of itself. */
    private static final String OWN = "/sandbox";

    /** Says what the sandbox took for granted; OpenRouter would have known, or refused. */
    private static final String ASSUMPTION = "X-OpenRouter-Sandbox";

    private final ModelList models = new ModelList();
    private final ModelsEndpoint modelsEndpoint = new ModelsEndpoint(models);
    private final Ledger ledger;
    private final BillingPaths billing;
    private final OtherPaths others;
    private final ResponseCache cache;
    private final CallReader calls = new CallReader(models);
    private final Set<String> vendorsDown = ConcurrentHashMap.newKeySet();
    private final ReplyComposer composer = new ReplyComposer(new PromptCache());

    Router(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.billing = new BillingPaths(ledger);
        this.others = new OtherPaths(models, ledger);
        this.cache = new ResponseCache(clock);
    }

    Script answer(HttpServerRequest request, Buffer body) {
        String path = request.path();
        String own = path.startsWith(BASE + OWN) ? path.substring(BASE.length()) : path;
        if (own.equals(OWN) || own.startsWith(OWN + "/")) {
            return own(own.substring(OWN.length()), request);
        }
        if (!path.startsWith(BASE + "/")) {
            return Script.html(404, "404: This page could not be found.");
        }
        return below(path.substring(BASE.length()), request, body);
    }

    private Script own(String path, HttpServerRequest request) {
        try {
            return switch (path) {
                case "" -> Script.text(200, Script.JSON, Json.pretty(SpecialModel.listing()));
                case "/billed" -> billing.billed();
                case "/generation-delay" ->
                    request.method() == HttpMethod.POST ? billing.delay(request.params()) : notFound();
                default -> notFound();
            };
        } catch (Refusal e) {
            return e.error().script(Api.CHAT);
        }
    }

    private Script below(String path, HttpServerRequest request, Buffer body) {
        Optional<Api> api = Api.at(path);
        try {
            if (request.method() == HttpMethod.POST && api.isPresent()) {
                return call(calls.read(api.get(), request, body));
            }
            Optional<Script> other = others.answer(path, request, body);
            if (other.isPresent()) {
                return other.get();
            }
            return request.method() == HttpMethod.GET ? get(path, request) : notFound();
        } catch (Refusal e) {
            return e.error().script(api.orElse(Api.CHAT));
        }
    }

    private Script get(String path, HttpServerRequest request) {
        return switch (path) {
            case "/v1/models" -> modelsEndpoint.list(request.params());
            case "/v1/embeddings/models" -> modelsEndpoint.embeddings(request.params());
            default -> billing.get(path, request).orElseGet(Router::notFound);
        };
    }

    void outage(String vendor, boolean down) {
        if (down) {
            vendorsDown.add(vendor);
        } else {
            vendorsDown.remove(vendor);
        }
    }

    private Script call(Call call) {
        if (vendorsDown.contains(call.model().vendor())) {
            return KnownErrors.status(503).script(call.api());
        }
        Charge charge = new Charge(ledger, call);
        Script script = cache.through(new Answer(call, composer, charge), Router::played)
                .whenGone(charge::clientGone);
        return call.model().assumed() ? script.with(ASSUMPTION, "assumed-model") : script;
    }

    private static Script played(Answer answer) {
        SpecialModel special = answer.call().model().special();
        return special == null ? answer.normal(Pace.REAL) : special.answer(answer);
    }

    private static Script notFound() {
        return Script.html(404, "404: This page could not be found.");
    }
}
