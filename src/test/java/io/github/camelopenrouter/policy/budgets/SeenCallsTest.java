/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call is seen once, whatever its id looks like. */
class SeenCallsTest {

    private final SeenCalls seen = new SeenCalls();

    @Test
    void knowsEachOfMany() {
        Random random = new Random(7);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            ids.add(new UUID(random.nextLong(), random.nextInt(500)).toString()); // many begin at the same place
        }

        assertThat(ids).allMatch(seen::add);
        assertThat(ids).noneMatch(seen::add).allMatch(seen::contains);
        assertThat(seen.contains(new UUID(random.nextLong(), 1).toString())).isFalse();

        seen.clear();

        assertThat(ids).noneMatch(seen::contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "call-1",
                "00000000-0000-0000-0000-000000000000",
                "0000000-00000-0000-0000-000000000000",
                "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"
            })
    void knowsWhatIsNoUsualId(String id) {
        assertThat(seen.contains(id)).isFalse();
        assertThat(seen.add(id)).isTrue();
        assertThat(seen.add(id)).isFalse();
        assertThat(seen.contains(id)).isTrue();

        seen.clear();

        assertThat(seen.contains(id)).isFalse();
    }

    @Test
    void twoThatAreReadAlikeAreTwo() {
        String id = "a0b1c2d3-0000-4000-8000-00000000000f";

        assertThat(seen.add(id)).isTrue();
        assertThat(seen.add(id.toUpperCase(Locale.ROOT))).isTrue();
        assertThat(seen.contains(id)).isTrue();
    }
}
