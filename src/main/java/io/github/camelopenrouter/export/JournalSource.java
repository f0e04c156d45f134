/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.usage.JournalBatch;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of the journal, from where the export was. */
final class JournalSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(JournalSource.class);

    static final int LARGEST_BATCH = 100;

    /** A position that is older by so much only means that some are sent twice. */
    private static final long REMEMBER_NANOS = 100_000_000;

    private final JournalFollower follower;
    private final ExportDirectory directory;
    private final UsageEndpoint.Unit unit;
    private @Nullable JournalBatch current;
    private @Nullable JournalPosition unremembered;
    private long remembered = System.nanoTime();

    JournalSource(JournalFollower follower, ExportDirectory directory, UsageEndpoint.Unit unit) {
        this.follower = follower;
        this.directory = directory;
        this.unit = unit;
    }

    @Override
    public @Nullable Parcel next() throws IOException {
        while (true) {
            JournalBatch batch = follower.read(mostOf(unit));
            if (batch.isEmpty()) {
                remember();
                return null;
            }
            current = batch;
            List<ExportedRecord> records = new ArrayList<>(batch.records().size());
            for (byte[] line : batch.records()) {
                ExportedRecord.of(line)
                        .ifPresentOrElse(
                                records::add,
                                () -> LOG.warn(
                                        "A damaged line in front of {} of the journal is not handed on", batch.end()));
            }
            if (!records.isEmpty()) {
                return parcel(records, unit, batch.isLast());
            }
            passed();
        }
    }

    static int mostOf(UsageEndpoint.Unit unit) {
        return unit == UsageEndpoint.Unit.RECORD ? 1 : LARGEST_BATCH;
    }

    static Parcel parcel(List<ExportedRecord> records, UsageEndpoint.Unit unit, boolean last) {
        return unit == UsageEndpoint.Unit.RECORD ? single(records.get(0), last) : batch(records, unit, last);
    }

    /** The same records in the same order. */
    static List<Parcel> halves(Parcel parcel, UsageEndpoint.Unit unit) {
        List<ExportedRecord> records = parcel.records();
        int middle = records.size() / 2;
        return List.of(
                parcel(records.subList(0, middle), unit, false),
                parcel(records.subList(middle, records.size()), unit, parcel.isLast()));
    }

    private static Parcel single(ExportedRecord record, boolean last) {
        return new Parcel(record.json(), RecordHeaders.of(record), List.of(record), last);
    }

    private static Parcel batch(List<ExportedRecord> records, UsageEndpoint.Unit unit, boolean last) {
        boolean isArray = unit == UsageEndpoint.Unit.ARRAY;
        ByteArrayOutputStream json = new ByteArrayOutputStream(1024 * records.size());
        json.writeBytes((isArray ? "[" : "{\"records\":[").getBytes(US_ASCII));
        for (int n = 0; n < records.size(); n++) {
            if (n > 0) {
                json.write(',');
            }
            json.writeBytes(records.get(n).json());
        }
        json.writeBytes((isArray ? "]" : "]}").getBytes(US_ASCII));
        return new Parcel(
                json.toByteArray(),
                Map.of(Parcel.COUNT, records.size(), "Content-Type", "application/json"),
                List.copyOf(records),
                last);
    }

    @Override
    public void passed() throws IOException {
        JournalBatch batch = Objects.requireNonNull(current);
        follower.passed(batch);
        unremembered = batch.end();
        if (System.nanoTime() - remembered > REMEMBER_NANOS) {
            remember();
        }
    }

    private void remember() throws IOException {
        JournalPosition position = unremembered;
        if (position != null) {
            directory.remember(position);
            unremembered = null;
            remembered = System.nanoTime();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            remember();
        } finally {
            follower.close();
        }
    }
}
