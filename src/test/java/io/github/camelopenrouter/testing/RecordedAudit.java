/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.spi.AuditTrail;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps in memory what an audit would hold. */
public final class RecordedAudit implements AuditTrail {

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    public List<AuditEvent> events() {
        return events;
    }

    @Override
    public void write(AuditEvent event) {
        events.add(event);
    }

    @Override
    public void happened(AuditEvent event) {
        events.add(event);
    }

    @Override
    public void refused(String door, @Nullable String address) {
        throw new AssertionError("nobody logs in here");
    }
}
