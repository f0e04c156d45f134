/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the data of server-sent events, one event after the other, each as soon as it is whole (WHATWG HTML, 9.2.6). */
final class EventDataReader implements Closeable {

    private static final String FIELD = "data:";

    private final InputStream events;
    private final BufferedReader lines;

    EventDataReader(InputStream events) {
        this.events = events;
        this.lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
    }

    /** The data of the next event that has any, null at the end of the stream. */
    @Nullable
    String next() throws IOException {
        StringBuilder data = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(FIELD)) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(line, valueAt(line), line.length());
            } else if (line.isEmpty() && data != null) {
                return data.toString();
            }
        }
        return null;
    }

    /** Not the reader: its close would wait for a thread that waits for the next event. */
    @Override
    public void close() throws IOException {
        events.close();
    }

    private static int valueAt(String line) {
        boolean space = line.length() > FIELD.length() && line.charAt(FIELD.length()) == ' ';
        return space ? FIELD.length() + 1 : FIELD.length();
    }
}
