/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What the route of rules asks for before there is anything. */
class AlertFunctionTest {

    @Test
    void withoutAContextNobodyWantsToBeTold() throws IOException {
        AlertFunction function = new AlertFunction();

        assertThat(function.apply("rules")).isEqualTo("false");
        assertThat(function.apply("interval")).isEqualTo("10000");
        assertThatThrownBy(() -> function.apply("colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only rules and interval");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            function.setCamelContext(context);
            assertThat(function.getCamelContext()).isSameAs(context);
            assertThat(function.apply("rules")).isEqualTo("false");
            assertThat(function.apply("interval")).isEqualTo("10000");
        }
    }
}
