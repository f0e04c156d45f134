/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * Where calls that are no text are paid for, at once and whole: what makes them does not stop for a client that leaves.
 *
 * @param key the label of the key that pays
 */
record Till(Ledger ledger, String key) {

    /** The id again, for the answer. */
    String sell(String id, ObjectNode asked, String type, BigDecimal price) {
        return sell(id, asked.path("model").asText(), type, price);
    }

    String sell(String id, String model, String type, BigDecimal price) {
        ledger.book(ledger.order(id, model, type, key), price);
        return id;
    }
}
