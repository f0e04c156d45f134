/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public, max-age=300, stale-while-revalidate=3600, stale-if-error=3600 | 300",
                "max-age=60                    | 60",
                "MAX-AGE = 60                  | 60",
                "max-age=\"60\"                | 60",
                "max-age=0                     | 0",
                "s-maxage=10, max-age=60       | 60",
                "max-age=60, max-age=10        | 60",
                "no-store                      | 0",
                "no-cache                      | 0",
                "max-age=60, No-Store          | 0",
                "s-maxage=10                   | 300",
                "public                        | 300",
                "max-age=soon                  | 300",
                "max-age=-5                    | 300",
                "max-age                       | 300",
                "max-age=99999999999999999999  | 2147483648",
                "max-age=9999999999            | 2147483648"
            })
    void readsTheSecondsThatAnAnswerStaysFresh(String header, long seconds) {
        assertThat(CacheControl.freshness(header)).hasSeconds(seconds);
    }

    @Test
    void takesFiveMinutesWithoutAHeader() {
        assertThat(CacheControl.freshness(null)).hasMinutes(5);
    }

    @Test
    void takesFiveMinutesFromAnEmptyHeader() {
        assertThat(CacheControl.freshness("")).hasMinutes(5);
    }
}
