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
    private static final String CATEGORIES = "X-OpenRouter-Categories";

    private final String url;
    private final String title;
    private final boolean clientsPass;

    AppHeaders(AppSettings app) {
        this.url = app.url().toString();
        this.title = app.title();
        this.clientsPass = app.attribution() == Attribution.CLIENT;
    }

    /** Whether a client's header may go up, as far as it is one of these; an empty one names nothing. */
    boolean lets(String name, String value) {
        if (isName(name)) {
            return clientsPass && !value.isBlank();
        }
        return clientsPass || !name.equalsIgnoreCase(CATEGORIES);
    }

    private static boolean isName(String header) {
        return header.equalsIgnoreCase(URL) || header.equalsIgnoreCase(TITLE) || header.equalsIgnoreCase(OLD_TITLE);
    }

    /** Adds those of the settings where the client has named no application; categories alone would be about ours. */
    void complete(Map<String, Object> headers) {
        if (!headers.containsKey(URL) && !headers.containsKey(TITLE) && !headers.containsKey(OLD_TITLE)) {
            headers.remove(CATEGORIES);
            headers.put(URL, url);
            headers.put(TITLE, title);
            headers.put(OLD_TITLE, title);
        }
    }
}
