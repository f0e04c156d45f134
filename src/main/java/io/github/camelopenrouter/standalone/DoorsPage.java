/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.door.FrontPage;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * Tells whoever opens the gateway's address what stands there: its name, its version, its address and its doors. Like {@code
 * /health} it asks for no key, so it says nothing of settings, keys, models, the upstream and the management port.
 *
 * <p>Where others than this machine can ask, it leaves out the version, which tells an attacker what to try, the address,
 * which may be one behind a proxy, and the doors in paths of the operator's own, which nobody else needs to know of.
 */
final class DoorsPage implements FrontPage {

    private static final String NAME = "camel-openrouter";
    private static final String DESCRIPTION = "An LLM gateway to OpenRouter in Apache Camel.";

    /** Doors that every client of these APIs tries by itself. */
    private static final Pattern WELL_KNOWN =
            Pattern.compile("([A-Z,]+ )?/(v1|openai/v1|anthropic)(/[^,]*)?|([A-Z,]+ )?/health");

    private final CamelContext context;
    private final RouteFiles files;
    private final boolean forThisMachineOnly;
    private final Supplier<String> address;

    /**
     * @param forThisMachineOnly whether no other machine can reach the gateway
     * @param address where it listens, once it does
     */
    DoorsPage(CamelContext context, RouteFiles files, boolean forThisMachineOnly, Supplier<String> address) {
        this.context = context;
        this.files = files;
        this.forThisMachineOnly = forThisMachineOnly;
        this.address = address;
    }

    @Override
    public byte[] json() {
        ObjectNode page =
                JsonNodeFactory.instance.objectNode().put("name", NAME).put("description", DESCRIPTION);
        if (forThisMachineOnly) {
            page.put("version", Version.current()).put("address", address.get());
        }
        doors().forEach(page.putArray("doors")::add);
        return page.toString().getBytes(UTF_8);
    }

    @Override
    public byte[] html() {
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">"
                + "<title>" + NAME + "</title></head><body><h1>" + NAME + "</h1><p>" + DESCRIPTION + "</p>");
        if (forThisMachineOnly) {
            page.append("<p>Version ").append(escaped(Version.current()));
            page.append(", on ").append(escaped(address.get())).append("</p>");
        }
        page.append("<h2>Doors</h2><ul>");
        doors().forEach(door -> page.append("<li><code>").append(escaped(door)).append("</code></li>"));
        return page.append("</ul></body></html>\n").toString().getBytes(UTF_8);
    }

    /** Those of this moment: with {@code --dev} they come and go. */
    private List<String> doors() {
        return OpenDoor.all(context, files).stream()
                .filter(door -> !door.management())
                .map(OpenDoor::address)
                .filter(door -> forThisMachineOnly || WELL_KNOWN.matcher(door).matches())
                .distinct()
                .sorted()
                .toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
