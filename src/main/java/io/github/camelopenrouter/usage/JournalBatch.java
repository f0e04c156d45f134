/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.Instant;
import java.util.List;

/**
 * Records that follow each other in a journal.
 *
 * @param records each a line without its line break
 * @param end the position behind them
 * @param read when
 * @param isLast whether nothing followed them then
 */
public record JournalBatch(List<byte[]> records, JournalPosition end, Instant read, boolean isLast) {

    public boolean isEmpty() {
        return records.isEmpty();
    }
}
