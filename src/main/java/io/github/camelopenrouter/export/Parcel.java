/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What is handed on at once, by one exchange.
 *
 * @param content bytes, or a file
 * @param headers of the message
 * @param records that are in it; none where it is a file
 * @param isLast whether nothing else was there when it was made
 */
record Parcel(Object content, Map<String, Object> headers, List<ExportedRecord> records, boolean isLast) {

    /** The id of a record that is alone (String). A header. */
    static final String ID = "CamelOpenRouterUsageId";

    /** Its revision (Integer): a later one replaces it. A header. */
    static final String REVISION = "CamelOpenRouterUsageRev";

    /** How many records a batch has (Integer). A header. */
    static final String COUNT = "CamelOpenRouterUsageCount";

    /** The name of a file (String). A header. */
    static final String FILE = "CamelOpenRouterUsageFile";

    /** The machine's name (String). A header. */
    static final String NODE = "CamelOpenRouterUsageNode";

    /** The records of a batch (List of {@link ExportedRecord}). A property of the exchange. */
    static final String RECORDS = "CamelOpenRouterUsageRecords";

    void fill(Exchange exchange) {
        exchange.getMessage().setBody(content);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        exchange.setProperty(RECORDS, records);
    }

    boolean isFile() {
        return content instanceof File;
    }
}
