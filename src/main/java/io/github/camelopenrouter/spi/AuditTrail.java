/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.AuditEvent;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Where it is written down who has changed what; the bean of this type. Safe for many threads. */
public interface AuditTrail {

    /**
     * Writes it down, on the disk when this returns. Who changes something does so first, and leaves the change if this fails.
     *
     * @throws IOException if it could not be written
     */
    void write(AuditEvent event) throws IOException;

    /**
     * Notes what has happened without an administrator's order, and cannot be left for want of a line. A line that the disk does
     * not take now is written with the next one it takes.
     */
    void happened(AuditEvent event);

    /** Somebody was not let in; many of them are one line a minute. */
    void refused(String door, @Nullable String address);

    /** How many lines are lost since the start: of calls, which go on without one where they may. */
    default long dropped() {
        return 0;
    }

    /** Empty where {@code openrouter.audit} is off. */
    static Optional<AuditTrail> find(CamelContext context) {
        return context.getRegistry().findByType(AuditTrail.class).stream().findFirst();
    }
}
