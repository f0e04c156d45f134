/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import java.util.Map;

/**
 * The headers by which OpenRouter knows the application that calls (source: its app attribution; it wants a title beside a
 * localhost URL). All come from one side: a client's title beside the gateway's address would be an application that is none.
 */
final class AppHeaders {

    private static final String URL = "HTTP-Referer";
    private static final String TITLE = "X-OpenRouter-Title";
    private static final String OLD_TITLE = "X-Title";

    private final String url;
    private final String title;
    private final boolean clientsPass;

    AppHeaders(AppSettings app) {
        this.url = app.url().toString();
        this.title = app.title();
        this.clientsPass = app.attribution() == Attribution.CLIENT;
    }

    /** Whether a client's header may go up, as far as it is one of these. */
    boolean lets(String name) {
        return clientsPass
                || !(name.equalsIgnoreCase(URL) || name.equalsIgnoreCase(TITLE) || name.equalsIgnoreCase(OLD_TITLE));
    }

    /** Adds those of the settings where the client has sent none. */
    void complete(Map<String, Object> headers) {
        if (!headers.containsKey(URL) && !headers.containsKey(TITLE) && !headers.containsKey(OLD_TITLE)) {
            headers.put(URL, url);
            headers.put(TITLE, title);
            headers.put(OLD_TITLE, title);
        }
    }
}
