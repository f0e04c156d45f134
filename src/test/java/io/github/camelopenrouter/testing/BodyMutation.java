/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Small damage to bytes, the same for the same random. */
public final class BodyMutation {

    private static final byte[] LIKELY = "{}[]\",:\\0e-\n\r\t dn".getBytes(US_ASCII);

    private BodyMutation() {}

    /** Neighbouring seeds begin with nearly the same numbers unless they are spread first. */
    public static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** One change of any kind; the scraps are what may be put in. */
    public static byte[] any(Random random, byte[] body, String... scraps) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> join(body, body);
            case 2 -> join(Arrays.copyOf(body, at), Arrays.copyOfRange(body, at / 2, body.length));
            case 3 -> insert(body, at, nested(random));
            case 4 -> insert(body, at, "9".repeat(1 + random.nextInt(5_000)).getBytes(US_ASCII));
            case 5 -> insert(body, at, new byte[] {(byte) (0x80 | random.nextInt(128)), (byte) random.nextInt(256)});
            case 6, 7 -> insert(body, at, scraps[random.nextInt(scraps.length)].getBytes(UTF_8));
            default -> flip(random, body);
        };
    }

    public static byte[] flip(Random random, byte[] body) {
        byte[] flipped = body.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            flipped[random.nextInt(body.length)] =
                    random.nextBoolean() ? (byte) random.nextInt() : LIKELY[random.nextInt(LIKELY.length)];
        }
        return flipped;
    }

    /** Up to a hundred thousand bytes of opening brackets, or as many closed ones. */
    private static byte[] nested(Random random) {
        int depth = 1 << random.nextInt(16);
        return ("[".repeat(depth) + "]".repeat(random.nextBoolean() ? depth : 0)).getBytes(US_ASCII);
    }

    public static byte[] insert(byte[] body, int at, byte[] more) {
        return join(join(Arrays.copyOf(body, at), more), Arrays.copyOfRange(body, at, body.length));
    }

    public static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** A body in HTTP chunks of random size, with its end. */
    public static byte[] chunks(Random random, byte[] body) {
        return join(openChunks(random, body), "0\r\n\r\n".getBytes(US_ASCII));
    }

    /** Chunks whose end is still to come. */
    public static byte[] openChunks(Random random, byte[] body) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        int most = 1 << (2 + random.nextInt(14));
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + random.nextInt(most));
            chunks.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(US_ASCII));
            chunks.write(body, at, size);
            chunks.writeBytes("\r\n".getBytes(US_ASCII));
            at += size;
        }
        return chunks.toByteArray();
    }
}
