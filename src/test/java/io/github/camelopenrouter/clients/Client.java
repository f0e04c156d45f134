/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** A client library that people use, driven through every scenario. */
interface Client {

    String name();

    /** One cell for each scenario, whatever happens; bounded in time. */
    List<Cell> run(URI gateway);

    /** The whole row, where nothing could be run. */
    default List<Cell> row(Cell.Status status, String detail) {
        return Arrays.stream(Scenario.values())
                .map(scenario -> new Cell(name(), "", scenario, status, detail))
                .toList();
    }
}
