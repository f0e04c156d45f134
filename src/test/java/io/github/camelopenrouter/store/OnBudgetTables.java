/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test on a database with budgets of its own, empty before each of its methods and without contradictions after it. */
abstract class OnBudgetTables {

    static BudgetTables tables;

    @BeforeAll
    static void make(@TempDir Path data) throws Exception {
        tables = BudgetTables.in(Postgres.newDatabase(), data);
        tables.migrate();
    }

    @BeforeEach
    void empty() throws Exception {
        tables.execute("truncate openrouter_budget, openrouter_budget_hold, openrouter_budget_node");
    }

    @AfterEach
    void nothingContradicts() throws Exception {
        assertThat(tables.contradictions()).isEmpty();
        tables.close();
    }
}
