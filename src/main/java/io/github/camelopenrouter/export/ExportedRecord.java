/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of a call on its way out.
 *
 * @param id of the call
 * @param revision a later one replaces it
 * @param json as the journal has it
 */
record ExportedRecord(String id, int revision, byte[] json) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Empty where somebody has damaged the line: one of them would make a whole batch unreadable. */
    static Optional<ExportedRecord> of(byte[] line) {
        try (JsonParser parser = JSON.createParser(line)) {
            String id = null;
            int revision = -1;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (field.equals("id")) {
                    id = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                } else if (field.equals("rev")) {
                    revision = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
                } else {
                    parser.skipChildren();
                }
            }
            boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return whole ? checked(id, revision, line) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ExportedRecord> checked(@Nullable String id, int revision, byte[] line) {
        return id == null || revision < 0 ? Optional.empty() : Optional.of(new ExportedRecord(id, revision, line));
    }
}
