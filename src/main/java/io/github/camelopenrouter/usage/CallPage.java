/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some calls of the journal, the newest first.
 *
 * @param records as the journal has them, each an object of JSON in UTF-8
 * @param next where the next page begins; null on the last one
 */
public record CallPage(List<byte[]> records, @Nullable PageStart next) {}
