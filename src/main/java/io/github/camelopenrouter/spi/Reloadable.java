/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a gateway can be read again while it runs. Beans of this type are asked when an operator orders a reload. */
public interface Reloadable {

    /**
     * Reads all of it now. What cannot be read or used keeps what it held last and holds back nothing else.
     *
     * @return one for each source
     */
    List<Reloaded> reload();

    /**
     * A source that has been read again, or that could not be.
     *
     * @param setting the full key of the setting that names it
     * @param source as the setting writes it, {@code file:/etc/openrouter/api-key}
     * @param problem a sentence that shows nothing secret; null where there is none
     */
    record Reloaded(String setting, String source, @Nullable String problem) {}
}
