/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who comes in as long as nobody has decided it: everybody on this machine, but no web page of others
 * that its browser shows (403). A door that others may reach refuses all its requests with 401, and the log says once how
 * to decide.
 */
final class LoopbackOnly implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackOnly.class);

    private final DoorAddress address = new DoorAddress();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final String setting;
    private final WebPageCheck pages;
    private final Processor open;

    /**
     * @param setting the key that decides, {@code openrouter.auth}
     * @param allowedOrigins the web pages that may call
     * @param open what a request goes through that may come in
     */
    LoopbackOnly(String setting, Set<String> allowedOrigins, Processor open) {
        this.setting = setting;
        this.pages = new WebPageCheck(setting, allowedOrigins);
        this.open = open;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        if (!address.isLoopback(exchange)) {
            sayOnce(doorOf(exchange));
            throw OpenRouterException.unauthorized(
                    "Nobody has decided yet who may use this gateway: its operator has to set " + setting + ".");
        }
        OpenRouterException refusal = pages.refusalOf(exchange);
        if (refusal != null) {
            throw refusal;
        }
        open.process(exchange);
    }

    /** Whether it is not a web page of others' that makes this request. */
    boolean allowsPageOf(Exchange exchange) {
        return pages.refusalOf(exchange) == null;
    }

    private void sayOnce(String door) {
        if (said.add(door)) {
            LOG.warn(
                    "The door {} refuses its requests with 401, for others than this machine may reach it and nobody has"
                            + " decided who may use it: set {}=keys or {}=none, or bind the server to 127.0.0.1",
                    door,
                    setting,
                    setting);
        }
    }

    private static String doorOf(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint door
                ? door.getPath()
                : "of the route " + exchange.getFromRouteId();
    }
}
