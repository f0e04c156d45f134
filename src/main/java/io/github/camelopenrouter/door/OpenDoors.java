/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The doors of an engine that are open: Vert.x gives a request to the route that was there first, so one that takes many
 * paths has to ask whether one of them has a door of its own. Safe for many threads.
 */
final class OpenDoors {

    private final List<DoorPattern> open = new CopyOnWriteArrayList<>();

    void open(List<DoorPattern> doors) {
        open.addAll(doors);
    }

    void close(List<DoorPattern> doors) {
        doors.forEach(open::remove);
    }

    /** Whether another door takes this request, and fewer others than this one. */
    boolean hasNearer(DoorPattern door, String method, String path) {
        for (DoorPattern other : open) {
            if (other.isNearer(door, method, path)) {
                return true;
            }
        }
        return false;
    }
}
