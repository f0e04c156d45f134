/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

/**
 * Wants to know how exports of records fare, for metrics and alerts. Whoever makes it a bean is told, on the export's own
 * thread.
 */
public interface ExportListener {

    /** An export of this name hands records on from now on. */
    void begins(String export);

    /** Its receiver has refused what it was sent, which is set aside. */
    void rejected(String export);

    /** It has lost records, for there is no journal and nobody took them in time. */
    void dropped(String export, long records);
}
