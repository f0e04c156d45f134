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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Encodes an answer with gzip though nobody asked for it; each chunk can be decoded as soon as it is there. */
final class Gzip {

    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final GZIPOutputStream encoder;

    private Gzip() throws IOException {
        encoder = new GZIPOutputStream(encoded, true);
    }

    static Script encode(Script script) {
        try {
            Gzip gzip = new Gzip();
            Stream<Step> steps = script.steps().flatMap(gzip::encode);
            return script.with(steps).with("Content-Encoding", "gzip");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Step> encode(Step step) {
        try {
            if (step instanceof Step.Bytes bytes) {
                encoder.write(bytes.buffer().getBytes());
                encoder.flush();
                return Stream.of(taken());
            }
            if (step == Step.Ending.CLEAN) {
                encoder.finish();
                return Stream.of(taken(), step);
            }
            return Stream.of(step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Step taken() {
        Buffer buffer = Buffer.buffer(encoded.toByteArray());
        encoded.reset();
        return new Step.Bytes(buffer);
    }
}
