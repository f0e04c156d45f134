/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenRouter's paths beside text: rerank, images, audio and videos, in the shapes of its API reference. Takes any model
 * with a vendor, and answers the same to the same request, its ids aside.
 */
final class OtherPaths {

    private static final Pattern FORM_MODEL = Pattern.compile(
            "content-disposition: *form-data; *name=\"?model\"?[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]*)\r\n",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern JOB = Pattern.compile("/v1/videos/(vid-[0-9a-f]+)(/content)?");

    private final Ledger ledger;
    private final ModelLists lists;

    OtherPaths(ModelList models, Ledger ledger) {
        this.ledger = ledger;
        this.lists = new ModelLists(models);
    }

    /** Empty for a path that is none of these. */
    Optional<Script> answer(String path, HttpServerRequest request, Buffer body) {
        if (request.method() == HttpMethod.GET) {
            Matcher job = JOB.matcher(path);
            return job.matches() ? Optional.of(job(job, request)) : lists.answer(path, request);
        }
        return request.method() == HttpMethod.POST ? post(path, request, body) : Optional.empty();
    }

    private Optional<Script> post(String path, HttpServerRequest request, Buffer body) {
        return switch (path) {
            case "/v1/rerank" -> Optional.of(RerankAnswer.to(json(request, body), till(request)));
            case "/v1/images" -> Optional.of(ImageAnswer.to(json(request, body), till(request)));
            case "/v1/audio/speech" -> Optional.of(SpeechAnswer.to(json(request, body), till(request)));
            case "/v1/audio/transcriptions" -> Optional.of(transcript(request, body));
            case "/v1/videos" -> Optional.of(VideoJob.begin(json(request, body), till(request)));
            default -> Optional.empty();
        };
    }

    private Till till(HttpServerRequest request) {
        return new Till(ledger, Authentication.check(request));
    }

    private static Script job(Matcher job, HttpServerRequest request) {
        Authentication.check(request);
        return job.group(2) == null ? VideoJob.state(job.group(1)) : VideoJob.content(request.getHeader("Range"));
    }

    private Script transcript(HttpServerRequest request, Buffer body) {
        String type = String.valueOf(request.getHeader("Content-Type"));
        if (!type.startsWith("multipart/form-data")) {
            ObjectNode asked = json(request, body);
            int length = asked.path("input_audio").path("data").asText().length();
            return SpeechAnswer.transcript(asked.path("model").asText(), length, till(request));
        }
        Authentication.check(request);
        Matcher form = FORM_MODEL.matcher(body.toString("ISO-8859-1"));
        String model = form.find() ? form.group(1) : "";
        checkModel(model);
        return SpeechAnswer.transcript(model, body.length(), till(request));
    }

    private static ObjectNode json(HttpServerRequest request, Buffer body) {
        Authentication.check(request);
        try {
            if (Json.read(body.getBytes()) instanceof ObjectNode asked) {
                checkModel(asked.path("model").asText());
                return asked;
            }
        } catch (IOException e) {
            throw Refusal.badRequest("Invalid JSON body");
        }
        throw Refusal.badRequest("Invalid input: expected object");
    }

    private static void checkModel(String model) {
        if (model.indexOf('/') <= 0) {
            throw Refusal.badRequest(model + " is not a valid model ID");
        }
    }
}
