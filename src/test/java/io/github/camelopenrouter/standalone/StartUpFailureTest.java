/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.config.SettingException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What nobody has foreseen ends a start with one sentence, too. */
class StartUpFailureTest {

    @Test
    void saysWhatTheLastCauseSays() throws IOException {
        assertThat(explained(new IllegalStateException("outer", new IllegalArgumentException("Cannot go\n on"))))
                .isInstanceOf(SettingException.class)
                .hasNoCause()
                .hasMessage("The gateway could not start: Cannot go on.");
    }

    @Test
    void saysTheKindOfAFailureThatSaysNothingElse() throws IOException {
        assertThat(explained(new IllegalStateException(new NullPointerException())))
                .hasMessage("The gateway could not start: NullPointerException.");
        assertThat(explained(new IllegalStateException("x", new NoSuchFileException("nowhere"))))
                .hasMessage("The gateway could not start: NoSuchFileException: nowhere.");
    }

    @Test
    void saysNoSecret() throws IOException {
        assertThat(explained(new IllegalStateException("No keystore with password=canary1 at all")))
                .hasMessageStartingWith("The gateway could not start: No keystore with password=")
                .message()
                .doesNotContain("canary");
    }

    private static RuntimeException explained(Exception failure) throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return StartUpFailure.of(failure, context, new RouteFiles());
        }
    }
}
