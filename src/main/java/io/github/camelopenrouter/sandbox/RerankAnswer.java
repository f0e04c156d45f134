/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** {@code /rerank}: a document is as relevant as it has words of the query. */
final class RerankAnswer {

    private static final BigDecimal COST = new BigDecimal("0.002");

    private RerankAnswer() {}

    static Script to(ObjectNode asked, Till till) {
        JsonNode documents = asked.path("documents");
        if (documents.isEmpty()) {
            throw Refusal.badRequest("documents: expected at least one");
        }
        List<String> query = words(asked.path("query").asText());
        List<String> texts = IntStream.range(0, documents.size())
                .mapToObj(at -> Requests.text(documents.path(at)))
                .toList();
        ObjectNode body = Json.object().put("model", asked.path("model").asText());
        ArrayNode results = body.putArray("results");
        IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparing(at -> -score(query, texts.get(at))))
                .limit(asked.path("top_n").asInt(texts.size()))
                .forEach(at -> results.addObject()
                        .put("index", at)
                        .put("relevance_score", score(query, texts.get(at)))
                        .putObject("document")
                        .put("text", texts.get(at)));
        int tokens = query.size()
                + texts.stream().mapToInt(text -> words(text).size()).sum();
        body.putObject("usage")
                .put("total_tokens", tokens)
                .put("search_units", 1)
                .put("cost", COST);
        String id = till.sell(Ids.other("rerank"), asked, "rerank", COST);
        return Script.json(200, body.put("provider", Call.PROVIDER).put("id", id));
    }

    private static double score(List<String> query, String text) {
        List<String> words = words(text);
        long found = query.stream().filter(words::contains).count();
        return query.isEmpty() ? 0 : (double) found / query.size();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
