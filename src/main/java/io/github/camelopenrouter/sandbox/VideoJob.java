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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /videos}: a job that is done when it is looked at first, and billed when it is begun. */
final class VideoJob {

    private static final String JOBS = "https://openrouter.ai/api/v1/videos/";
    private static final BigDecimal COST = new BigDecimal("0.25");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");

    /** The shortest that calls itself an MP4: a file type box and nothing to play. */
    private static final byte[] CONTENT =
            "\0\0\0\u0018ftypisom\0\0\u0002\0isommp41\0\0\0\u0008free".getBytes(StandardCharsets.ISO_8859_1);

    private VideoJob() {}

    static Script begin(ObjectNode asked, Till till) {
        String id = Ids.video();
        String generation = till.sell(generationOf(id), asked, "video", COST);
        return Script.json(202, job(id, "pending")).with("X-Generation-Id", generation);
    }

    static Script state(String id) {
        ObjectNode body = job(id, "completed");
        body.putArray("unsigned_urls").add(JOBS + id + "/content?index=0");
        body.putObject("usage").put("cost", COST).put("is_byok", false);
        return Script.json(200, body);
    }

    static Script content(@Nullable String range) {
        Matcher part = RANGE.matcher(range == null ? "" : range);
        if (!part.matches()) {
            return bytes(200, CONTENT);
        }
        int from = Integer.parseInt(part.group(1));
        int to = part.group(2).isEmpty() ? CONTENT.length : Integer.parseInt(part.group(2)) + 1;
        if (from >= CONTENT.length || to <= from) {
            throw new Refusal(ApiError.of(416, "Range not satisfiable"));
        }
        int end = Math.min(to, CONTENT.length);
        return bytes(206, Arrays.copyOfRange(CONTENT, from, end))
                .with("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + CONTENT.length);
    }

    private static Script bytes(int status, byte[] content) {
        return Script.of(status, "video/mp4", Stream.of(new Step.Bytes(Buffer.buffer(content)), Step.Ending.CLEAN));
    }

    private static ObjectNode job(String id, String status) {
        return Json.object()
                .put("id", id)
                .put("generation_id", generationOf(id))
                .put("polling_url", JOBS + id)
                .put("status", status);
    }

    private static String generationOf(String id) {
        return "gen-" + id;
    }
}
