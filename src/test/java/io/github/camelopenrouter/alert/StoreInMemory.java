/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.spi.SharedDocument;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A store that may be away. */
final class StoreInMemory implements SharedDocument {

    String document;
    boolean isAway;

    @Override
    public void update(UnaryOperator<String> change) throws IOException {
        if (isAway) {
            throw new IOException("it is away");
        }
        document = change.apply(document);
    }
}
