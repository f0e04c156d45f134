/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

/** How one client fared in one column; {@code detail} says why, unless it passed. */
record Cell(String client, String version, Column column, Status status, String detail) {

    private static final int LONGEST = 300;

    Cell {
        String line = detail.strip().replaceAll("\\s+", " ");
        detail = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    enum Status {
        PASS("✓"),
        FAIL("✗"),
        SKIP("–");

        private final String mark;

        Status(String mark) {
            this.mark = mark;
        }

        String mark() {
            return mark;
        }
    }

    @Override
    public String toString() {
        return "%s %s, %s: %s".formatted(client, version, column.title(), detail);
    }
}
