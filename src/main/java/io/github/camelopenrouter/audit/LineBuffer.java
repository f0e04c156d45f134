/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Lines that are written at once. */
final class LineBuffer extends ByteArrayOutputStream {

    private static final byte LINE_BREAK = '\n';

    /** @param line without its line break */
    void add(byte[] line) {
        writeBytes(line);
        write(LINE_BREAK);
    }

    void appendTo(AuditOutput out) throws IOException {
        out.append(buf, count);
    }
}
