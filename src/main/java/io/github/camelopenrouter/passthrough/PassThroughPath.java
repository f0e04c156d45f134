/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static io.github.camelopenrouter.passthrough.AnswerKind.BYTES;
import static io.github.camelopenrouter.passthrough.AnswerKind.JOB;
import static io.github.camelopenrouter.passthrough.AnswerKind.JSON;
import static io.github.camelopenrouter.passthrough.AnswerKind.JSON_OR_EVENTS;
import static io.github.camelopenrouter.passthrough.PathDescription.get;
import static io.github.camelopenrouter.passthrough.PathDescription.post;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The table of OpenRouter's paths that are passed on as they are, and the only one: what is not in it is never called
 * (source: OpenRouter's API reference). Whoever reads requests and answers of these paths, rules, budgets and guardrails
 * among them, reads here where the model, the texts and the cost stand. A text that stands nowhere in it is a text all
 * the same: clients may send fields that nobody knows.
 */
public enum PassThroughPath {
    RERANK(
            "rerank",
            post("/v1/rerank", ModelField.JSON)
                    .texts("query", "documents[]", "documents[].text")
                    .media("documents[].image")
                    .answers(JSON, UsagePlace.ANSWER, "results[].document.text")),
    IMAGES(
            "images",
            post("/v1/images", ModelField.JSON)
                    .texts("prompt")
                    .media("input_references[]")
                    .answers(JSON_OR_EVENTS, UsagePlace.ANSWER, "text")),
    IMAGES_MODELS("images-models", get("/v1/images/models")),
    IMAGES_MODEL_ENDPOINTS("images-model-endpoints", get("/v1/images/models/{author}/{slug}/endpoints")),
    AUDIO_SPEECH(
            "audio-speech",
            post("/v1/audio/speech", ModelField.JSON)
                    .texts("input", "instructions")
                    .answers(BYTES, UsagePlace.GENERATION)),
    AUDIO_TRANSCRIPTIONS(
            "audio-transcriptions",
            post("/v1/audio/transcriptions", ModelField.JSON_OR_PART)
                    .texts("prompt")
                    .media("input_audio.data", "file")
                    .answers(JSON, UsagePlace.ANSWER, "text", "segments[].text", "words[].word")),
    VIDEOS(
            "videos",
            post("/v1/videos", ModelField.JSON)
                    .texts("prompt")
                    .media("input_references[]", "frame_images[]")
                    .answers(JOB, UsagePlace.JOB)),
    VIDEO("video", get("/v1/videos/{id}").answers(JSON, UsagePlace.JOB)),
    VIDEO_CONTENT(
            "video-content",
            get("/v1/videos/{id}/content")
                    .queries("index")
                    .answers(BYTES, UsagePlace.NONE)
                    .inRanges()),
    VIDEOS_MODELS("videos-models", get("/v1/videos/models")),
    EMBEDDINGS_MODELS("embeddings-models", get("/v1/embeddings/models")),
    MODELS_USER("models-user", get("/v1/models/user")),
    MODELS_COUNT("models-count", get("/v1/models/count").queries("output_modalities")),
    MODEL_ENDPOINTS("model-endpoints", get("/v1/models/{author}/{slug}/endpoints")),
    MODEL("model", get("/v1/model/{author}/{slug}")),
    PROVIDERS("providers", get("/v1/providers")),
    ENDPOINTS_ZDR("endpoints-zdr", get("/v1/endpoints/zdr")),
    KEY("key", get("/v1/key").ofAccount()),
    CREDITS("credits", get("/v1/credits").ofAccount()),
    GENERATION("generation", get("/v1/generation").queries("id").requires("id").ofAccount()),
    ACTIVITY("activity", get("/v1/activity").queries("date").ofAccount());

    private static final Map<String, PassThroughPath> BY_ID =
            Arrays.stream(values()).collect(toUnmodifiableMap(PassThroughPath::id, Function.identity()));

    private final String id;
    private final PathDescription row;
    private final PathIds ids;

    PassThroughPath(String id, PathDescription row) {
        this.id = id;
        this.row = row;
        this.ids = new PathIds(row.path);
    }

    /** The one that a door or a host's route has named on the exchange; null if there is none of that name. */
    public static @Nullable PassThroughPath of(Exchange exchange) {
        String named = exchange.getProperty(OpenRouterConstants.PASS_THROUGH, String.class);
        return named == null ? null : BY_ID.get(named);
    }

    /** That of the call which runs; null for an operation of its own, whatever an earlier call has left on the exchange. */
    public static @Nullable PassThroughPath ofCall(Exchange exchange) {
        return exchange.getProperty(OpenRouterConstants.OPERATION) == Operation.PASS_THROUGH ? of(exchange) : null;
    }

    /** Its name, in routes and in the records of its calls. */
    public String id() {
        return id;
    }

    /** The HTTP method, at the doors and upstream. */
    public String method() {
        return row.method;
    }

    /** Below the base URL; {@code {author}/{slug}} is a model's id, {@code {id}} another. */
    public String path() {
        return row.path;
    }

    /** Where a request names its model. */
    public ModelField model() {
        return row.model;
    }

    /** What a good answer may be. */
    public AnswerKind answer() {
        return row.answer;
    }

    /** Where it stands what a call has used and costs. */
    public UsagePlace usage() {
        return row.usage;
    }

    /** The names that a query may have; others do not go up. */
    public List<String> queries() {
        return row.queries;
    }

    /** Where a request holds text: {@code documents[].text}; a part of a multipart body goes by its name. */
    public List<String> texts() {
        return row.texts;
    }

    /** Where a request holds pictures or sound, as base64, as a URL or as bytes. */
    public List<String> media() {
        return row.media;
    }

    /** Where an answer holds text that a model has written. */
    public List<String> answerTexts() {
        return row.answerTexts;
    }

    /** Whether it tells of the account behind the key. */
    public boolean isAccount() {
        return row.account;
    }

    /** Whether a client may ask for a part of the answer ({@code Range}). */
    public boolean takesRanges() {
        return row.ranges;
    }

    /** The query that has to be given, empty for none. */
    String requiredQuery() {
        return row.required;
    }

    /** Whether what a model has made stands in an answer. */
    boolean isOfModels() {
        return model() != ModelField.NONE || answer() == BYTES;
    }

    PathIds ids() {
        return ids;
    }
}
