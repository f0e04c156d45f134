/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A door that takes many paths leaves each of them to the door of its own, whichever was opened first. */
class OpenDoorsTest {

    private static final DoorPattern PREFIX = DoorPattern.of("/v1/models/", true, "GET,HEAD");
    private static final DoorPattern IDS = DoorPattern.of("/v1/models/{author}/{slug}/endpoints", false, "GET,HEAD");
    private static final DoorPattern COUNT = DoorPattern.of("/v1/models/count", false, "get");

    private final OpenDoors doors = new OpenDoors();

    @BeforeEach
    void open() {
        doors.open(List.of(PREFIX));
        doors.open(List.of(IDS, COUNT));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/models/count, true",
        "GET, /v1/models/count/, true",
        "GET, /v1/models/counts, false",
        "POST, /v1/models/count, false",
        "HEAD, /v1/models/a/b/endpoints, true",
        "GET, /v1/models/a/b/endpoints/c, false",
        "GET, /v1/models/a/b:free, false",
        "GET, /v1/models/a%2Fb/endpoints, false",
        "GET, /v1/models/, false"
    })
    void leavesWhatAnotherTakesOfIt(String method, String path, boolean others) {
        assertThat(doors.hasNearer(PREFIX, method, path)).isEqualTo(others);
    }

    @Test
    void leavesAPathWithParametersToOneWithout() {
        DoorPattern job = DoorPattern.of("/v1/videos/{id}", false, null);
        DoorPattern models = DoorPattern.of("/v1/videos/models", false, null);
        doors.open(List.of(job, models));

        assertThat(doors.hasNearer(job, "GET", "/v1/videos/models")).isTrue();
        assertThat(doors.hasNearer(job, "GET", "/v1/videos/model")).isFalse();
        assertThat(doors.hasNearer(models, "GET", "/v1/videos/models")).isFalse();
    }

    @Test
    void takesThemAgainWhenThatIsClosed() {
        doors.close(List.of(COUNT));

        assertThat(doors.hasNearer(PREFIX, "GET", "/v1/models/count")).isFalse();
    }
}
