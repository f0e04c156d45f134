/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.spi.CallListener;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the lines about finished requests go: the logger {@value #LOGGER}, at INFO, or nowhere. */
public final class AccessLog implements CallListener {

    public static final String LOGGER = "io.github.camelopenrouter.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private static final String BY_DOOR = "CamelOpenRouterAccessLogged";

    private final boolean wanted;

    public AccessLog(boolean wanted) {
        this.wanted = wanted;
    }

    /** Whether it is worth making an entry. */
    public boolean isOn() {
        return wanted && LOG.isInfoEnabled();
    }

    /** Marks an exchange whose door writes its line when the client has all of the answer. */
    public static void writtenByDoor(Exchange exchange) {
        exchange.setProperty(BY_DOOR, Boolean.TRUE);
    }

    public static boolean isWrittenByDoor(Exchange exchange) {
        return exchange.getProperty(BY_DOOR) != null;
    }

    /** The line of a call that came in by no door of ours. */
    @Override
    public void ended(CallRecord call) {
        LOG.info("{}", new CallEntry(call));
    }

    /** Logs the entry; the appender renders its line, perhaps on another thread. */
    void write(AccessEntry entry) {
        LOG.info("{}", entry);
    }
}
