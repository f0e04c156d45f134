/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogOnceTest {

    private final LogOnce times = new LogOnce();

    @Test
    void onlyTheFirstTimeIsTheFirst() {
        assertThat(times.isFirst("a")).isTrue();
        assertThat(times.isFirst("a")).isFalse();
        assertThat(times.isFirst("b")).isTrue();
    }

    @Test
    void namesAreRememberedByTheirBeginning() {
        assertThat(times.isFirst("x".repeat(10_000) + "1")).isTrue();
        assertThat(times.isFirst("x".repeat(10_000) + "2")).isFalse();
    }

    @Test
    void aPrintableNameIsShortAndOnOneLine() {
        assertThat(LogOnce.printable("a b\r\n\u001b[31mé")).isEqualTo("a?b???[31m?");
        assertThat(LogOnce.printable("x".repeat(1_000))).hasSize(100);
    }
}
