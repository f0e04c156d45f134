/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.spi.SharedDocument;
import java.nio.file.Path;

/** The alerts' document in a real PostgreSQL, as one machine has it. */
public final class SharedDocuments implements AutoCloseable {

    private final Database database;

    private SharedDocuments(Database database) {
        this.database = database;
    }

    /** @param url of a database of {@link Postgres} */
    public static SharedDocuments open(String url, Path data) {
        return new SharedDocuments(Database.open(new StoreSettings(StoreUrl.parse(url), null, null, data)));
    }

    public SharedDocument document() {
        return new StoredDocument(() -> database);
    }

    @Override
    public void close() {
        database.close();
    }
}
