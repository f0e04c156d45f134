/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.camelopenrouter.usage.LineBreaks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.List;

/**
 * The end of a trail that the process before has left.
 *
 * @param link for the next line
 * @param file the newest, which the next line goes to
 * @param cut bytes of an unfinished line that are gone now
 */
record LastLine(ChainLink link, AuditFile file, long cut) {

    /**
     * Finds it, and cuts off what a process that was killed has not finished.
     *
     * @param files at least one, the oldest first
     */
    static LastLine of(List<AuditFile> files) throws IOException {
        AuditFile newest = files.get(files.size() - 1);
        long cut = 0;
        for (int at = files.size() - 1; at >= 0; at--) {
            try (RandomAccessFile bytes =
                    new RandomAccessFile(files.get(at).path().toFile(), "rw")) {
                long end = LineBreaks.endOfLine(bytes, bytes.length());
                if (at == files.size() - 1 && end < bytes.length()) {
                    cut = bytes.length() - end;
                    bytes.setLength(end);
                }
                if (end > 0) {
                    return new LastLine(link(bytes, end, files.get(at)), newest, cut);
                }
            }
        }
        return new LastLine(ChainLink.NONE, newest, cut);
    }

    private static ChainLink link(RandomAccessFile bytes, long end, AuditFile file) throws IOException {
        long begin = LineBreaks.endOfLine(bytes, end - 1);
        byte[] line = new byte[(int) (end - 1 - begin)];
        bytes.seek(begin);
        bytes.readFully(line);
        try {
            AuditLine last = AuditLine.parse(new String(line, ISO_8859_1));
            return ChainLink.of(last.seq(), line, last.node(), file);
        } catch (IllegalArgumentException e) {
            return ChainLink.of(0, line, "", file); // somebody has written there: the proof will name that line
        }
    }
}
