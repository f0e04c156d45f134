/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a stream to its end or one byte past the limit, whichever comes first. */
public final class LimitedRead {

    private LimitedRead() {}

    public static byte[] all(InputStream in, long maxBytes) throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE));
        requireWithin(bytes.length, maxBytes);
        return bytes;
    }

    public static void requireWithin(long size, long maxBytes) {
        if (size > maxBytes) {
            throw OpenRouterException.tooLarge(maxBytes);
        }
    }
}
