/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.error.AccountError;
import org.jspecify.annotations.Nullable;

/** A source of models whose clients learn nothing of the account behind the gateway: that it is refused is not their affair. */
public final class ModelsOfHiddenAccount implements ModelSource {

    private final ModelSource source;

    public ModelsOfHiddenAccount(ModelSource source) {
        this.source = source;
    }

    @Override
    public Answer fetch(@Nullable String query) throws Exception {
        Answer answer = source.fetch(query);
        return switch (answer.status()) {
            case 401, 402, 403 -> throw AccountError.exception();
            default -> answer;
        };
    }
}
