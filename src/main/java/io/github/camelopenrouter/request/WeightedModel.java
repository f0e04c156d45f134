/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.config.Weight;

/**
 * A model that an alias stands for.
 *
 * @param model its name as it was given, perhaps with a leading {@code openrouter/}
 * @param weight how much of the alias's traffic it is meant to get, compared with the others; above 0
 */
public record WeightedModel(String model, double weight) {

    @Override
    public String toString() {
        return weight == Weight.DEFAULT ? model : model + "*" + weight;
    }
}
