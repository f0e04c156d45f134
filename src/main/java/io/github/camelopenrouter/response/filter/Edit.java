/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;

/** New bytes in place of those between two places. */
record Edit(int from, int to, byte[] bytes) {

    /** These bytes with all edits, which do not overlap. */
    static byte[] apply(byte[] bytes, List<Edit> edits) {
        ByteArrayOutputStream edited = new ByteArrayOutputStream(bytes.length + 64);
        int at = 0;
        for (Edit edit :
                edits.stream().sorted(Comparator.comparingInt(Edit::from)).toList()) {
            edited.write(bytes, at, edit.from - at);
            edited.writeBytes(edit.bytes);
            at = edit.to;
        }
        edited.write(bytes, at, bytes.length - at);
        return edited.toByteArray();
    }
}
