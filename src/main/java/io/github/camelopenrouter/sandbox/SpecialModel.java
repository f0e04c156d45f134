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
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The models called {@code sandbox/…}: every way in which an upstream can fail, by name. */
enum SpecialModel {
    FAST("Answers at once, without the pauses between words that real models make.", Answer::normal),
    SLOW("First token after 3 s, heartbeats until then.", answer -> answer.normal(Pace.SLOW)),
    SILENT(
            "Sends nothing for 20 s, not even the head; then a normal answer.",
            answer -> answer.normal().after(new Step.Pause(20_000))),
    ECHO("The answer's text is the request body as it arrived; X-Sandbox-Request-Headers names its headers.", Echo::of),

    BYOK(
            "As with a key of one's own at the vendor: is_byok, the vendor's cost, and a fee of 5 % as OpenRouter's.",
            Answer::normal),
    TINY_COST("Every call costs 1.4e-7, and says so in this notation.", Answer::normal),
    NO_USAGE(
            "Answers without usage: what it cost is told by GET /v1/generation only.",
            answer -> WithoutUsage.strip(answer.normal())),
    CACHED("As from OpenRouter's own cache: all tokens and the cost are zero.", Answer::cached),
    RUNS_ON(
            "As of a vendor that does not stop when the client leaves: billed in full.",
            answer -> answer.normal(Pace.REAL)),
    NO_PRICE("Answers and bills normally, but the list of models has no price for it.", Answer::normal),
    BILLED_STATUS_502(
            "Status 502 with an X-Generation-Id, billed in full.",
            answer -> answer.billed(failing -> failing.lateError(KnownErrors.status(502)))),
    BILLED_ERROR_IN_200(
            "Status 200 with an error body, as error-in-200, billed in full.",
            answer -> answer.billed(Answer::errorBodyWithStatus200)),
    BILLED_ERROR_MID_STREAM(
            "Three words and an error event, as error-mid-stream, billed in full.",
            answer -> answer.billed(failing -> failing.failing(Failure.CHUNK))),

    STATUS_400(KnownErrors.status(400)),
    STATUS_401(KnownErrors.status(401)),
    STATUS_402(KnownErrors.status(402)),
    STATUS_403(KnownErrors.status(403)),
    STATUS_404(KnownErrors.status(404)),
    STATUS_408(KnownErrors.status(408)),
    STATUS_413(KnownErrors.status(413)),
    STATUS_422(KnownErrors.status(422)),
    STATUS_429(KnownErrors.status(429)),
    STATUS_500(KnownErrors.status(500)),
    STATUS_502(KnownErrors.status(502)),
    STATUS_503(KnownErrors.status(503)),
    STATUS_504(KnownErrors.status(504)),
    STATUS_524(KnownErrors.status(524)),
    STATUS_529(KnownErrors.status(529)),
    RATE_LIMIT_PLATFORM(KnownErrors.PLATFORM_LIMIT),
    RATE_LIMIT_UPSTREAM(KnownErrors.UPSTREAM_LIMIT),
    MODERATION(KnownErrors.MODERATION),
    NO_TOOLS(KnownErrors.NO_TOOLS),
    NO_IMAGES(KnownErrors.NO_IMAGES),
    HTML("502 with an HTML page.", answer -> Script.html(502, "502 Bad Gateway")),
    HTML_404("404 with an HTML page.", answer -> Script.html(404, "404: This page could not be found.")),
    EMPTY_ERROR("500 without a body.", answer -> Script.text(500, Script.JSON, "")),

    ERROR_IN_200("Status 200, padding, and then an error body; streams too get JSON.", Answer::errorBodyWithStatus200),
    ERROR_IN_200_PARTIAL(
            "Status 200 and part of an answer whose choice carries the error.",
            answer -> answer.failing(Failure.IN_CHOICE)),
    ERROR_FIRST_EVENT(
            "A stream whose first event is an error and nothing else.", answer -> answer.failingFirst(Failure.BARE)),
    ERROR_FIRST_CHUNK(
            "A stream whose first event is a chunk with an error and empty choices.",
            answer -> answer.failingFirst(Failure.EMPTY_CHOICES)),
    ERROR_MID_STREAM("Three words, then the documented error event.", answer -> answer.failing(Failure.CHUNK)),
    ERROR_MID_STREAM_EMPTY_CHOICES(
            "Three words, then an error event with empty choices.", answer -> answer.failing(Failure.EMPTY_CHOICES)),

    RESET_BEFORE("TCP reset before the head.", answer -> Script.headless(Step.Ending.RESET)),
    RESET_AFTER_HEAD("TCP reset right after the head.", answer -> answer.headThen(Step.Ending.RESET)),
    RESET_MID_STREAM(
            "Three words, then a TCP reset; plain answers are reset half-way.",
            answer -> answer.stopping(Step.Ending.RESET)),
    TRUNCATED(
            "Three words, then a clean end without finish reason or [DONE]; plain answers end half-way.",
            answer -> answer.stopping(Step.Ending.CLEAN)),
    HANG_BEFORE("Accepts the request and never answers.", answer -> Script.headless(Step.Ending.HANG)),
    HANG_MID_STREAM(
            "Three words, then silence; plain answers fall silent half-way.",
            answer -> answer.stopping(Step.Ending.HANG)),
    LONG("100,000 words, as fast as they are read, or as many as the request lets come.", Floods::longAnswer),
    COMMENTS_ONLY("Comments (or padding) for ever, and nothing else.", Floods::comments),
    ENDLESS("Words for ever, as fast as they are read.", Floods::endless),
    HUGE_LINE("One event, or one body, of 40 MB.", Floods::hugeLine),

    DRIP("One byte every 20 ms.", answer -> Framing.drip(answer.saying("Drip, drop."))),
    ONE_BYTE_CHUNKS("Every byte is a chunk of its own.", answer -> Framing.oneByteChunks(answer.normal())),
    CUT_UTF8(
            "Emoji and CJK text, cut inside the characters.",
            answer -> Framing.cutInsideCharacters(answer.saying("Grüße 👋🏽 aus dem 沙盒 – 你好, мир! 🐪"))),
    CRLF("CRLF line ends.", answer -> Framing.crlf(answer.normal())),
    MULTI_DATA("Events of several data lines.", answer -> Framing.multiData(answer.normal())),
    GZIP("Content-Encoding: gzip, whatever was asked for.", answer -> Gzip.encode(answer.normal())),
    USAGE_A("Usage chunk as in 2025: a choice without finish reason.", Answer::normal, UsageShape.A),
    USAGE_B("Usage chunk as documented: empty choices.", Answer::normal, UsageShape.B),
    USAGE_C("Usage chunk as in 2026: the finish reason again, and the service tier.", Answer::normal, UsageShape.C);

    static final String PREFIX = "sandbox/";

    private final String id = PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String description;
    private final Function<Answer, Script> behaviour;
    private final UsageShape usageShape;
    private final boolean failsAtOnce;

    SpecialModel(String description, Function<Answer, Script> behaviour) {
        this(description, behaviour, UsageShape.C);
    }

    SpecialModel(String description, Function<Answer, Script> behaviour, UsageShape usageShape) {
        this(description, behaviour, usageShape, false);
    }

    SpecialModel(ApiError error) {
        this("Status " + error.status() + ": " + error.message(), answer -> answer.error(error), UsageShape.C, true);
    }

    SpecialModel(String description, Function<Answer, Script> behaviour, UsageShape usageShape, boolean failsAtOnce) {
        this.description = description;
        this.behaviour = behaviour;
        this.usageShape = usageShape;
        this.failsAtOnce = failsAtOnce;
    }

    static Optional<SpecialModel> find(String id) {
        return Arrays.stream(values()).filter(model -> model.id.equals(id)).findFirst();
    }

    /** What {@code GET /sandbox} says. */
    static ObjectNode listing() {
        ObjectNode listing = Json.object();
        listing.put("about", "A stand-in for OpenRouter. The models below misbehave; all others answer normally.");
        listing.put("models", "GET /api/v1/models?output_modalities=all");
        ObjectNode billing = listing.putObject("billing");
        billing.put("ledger", "GET /sandbox/billed");
        billing.put("late", "GET /v1/generation is 404 for 2 s; POST /sandbox/generation-delay?seconds= changes that");
        ObjectNode states = billing.putObject("states");
        for (Generation.State state : Generation.State.values()) {
            states.put(state.word(), state.meaning());
        }
        for (SpecialModel model : values()) {
            listing.withArray("special").addObject().put("name", model.id()).put("what_it_does", model.description);
        }
        return listing;
    }

    String id() {
        return id;
    }

    Script answer(Answer answer) {
        return behaviour.apply(answer);
    }

    String description() {
        return description;
    }

    Prices prices() {
        return this == TINY_COST ? Prices.TINY : Prices.SPECIAL;
    }

    UsageShape usageShape() {
        return usageShape;
    }

    /** Whether OpenRouter would go on to the next of {@code models}. */
    boolean failsAtOnce() {
        return failsAtOnce;
    }
}
