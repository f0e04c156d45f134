/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import java.util.List;

/**
 * What is known of one path: a row of the table {@link PassThroughPath}, which says what each member means. Written from
 * left to right, and not changed once it stands in the table.
 */
final class PathDescription {

    final String method;
    final String path;
    final ModelField model;
    AnswerKind answer = AnswerKind.JSON;
    UsagePlace usage = UsagePlace.NONE;
    List<String> queries = List.of();
    String required = "";
    List<String> texts = List.of();
    List<String> media = List.of();
    List<String> answerTexts = List.of();
    boolean account;
    boolean ranges;

    private PathDescription(String method, String path, ModelField model) {
        this.method = method;
        this.path = path;
        this.model = model;
    }

    /** {@code {author}/{slug}} is a model's id, {@code {id}} another. */
    static PathDescription get(String path) {
        return new PathDescription("GET", path, ModelField.NONE);
    }

    static PathDescription post(String path, ModelField model) {
        return new PathDescription("POST", path, model);
    }

    PathDescription texts(String... places) {
        texts = List.of(places);
        return this;
    }

    PathDescription media(String... places) {
        media = List.of(places);
        return this;
    }

    PathDescription answers(AnswerKind kind, UsagePlace place, String... written) {
        answer = kind;
        usage = place;
        answerTexts = List.of(written);
        return this;
    }

    PathDescription queries(String... names) {
        queries = List.of(names);
        return this;
    }

    PathDescription requires(String query) {
        required = query;
        return this;
    }

    PathDescription ofAccount() {
        account = true;
        return this;
    }

    PathDescription inRanges() {
        ranges = true;
        return this;
    }
}
