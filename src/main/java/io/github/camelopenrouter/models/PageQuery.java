/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.error.OpenRouterException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for, by the query of Anthropic's list of models; parameters of other names are passed over.
 *
 * @param limit how many
 * @param afterId the first behind this one, null for the first of all
 * @param beforeId the last in front of this one, null where it is not asked for
 */
record PageQuery(
        int limit, @Nullable String afterId, @Nullable String beforeId) {

    private static final int USUAL = 20;
    private static final int MOST = 1000;

    /** Refuses with 400 what Anthropic refuses. */
    static PageQuery of(@Nullable String query) {
        int limit = USUAL;
        String afterId = null;
        String beforeId = null;
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            String value = parts.length < 2 ? "" : decoded(parts[1]);
            switch (parts[0]) {
                case "limit" -> limit = limit(value);
                case "after_id" -> afterId = emptyAsNull(value);
                case "before_id" -> beforeId = emptyAsNull(value);
                default -> {}
            }
        }
        if (afterId != null && beforeId != null) {
            throw OpenRouterException.invalidRequest("'after_id' and 'before_id' exclude each other.", "before_id");
        }
        return new PageQuery(limit, afterId, beforeId);
    }

    private static int limit(String value) {
        int limit = value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : 0;
        if (limit < 1 || limit > MOST) {
            throw OpenRouterException.invalidRequest("'limit' must be a number from 1 to " + MOST + ".", "limit");
        }
        return limit;
    }

    private static @Nullable String emptyAsNull(String value) {
        return value.isEmpty() ? null : value;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // no proper encoding: on no list
        }
    }
}
