/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of an audit, the newest first.
 *
 * @param lines as they stand in the files, without their line breaks
 * @param persons who is behind the words of these lines for persons
 * @param next for the page that follows; null on the last one
 */
public record AuditPage(
        List<byte[]> lines,
        Map<String, String> persons,
        @Nullable Long next) {}
