/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all doors of an engine share while it runs.
 *
 * @param threads run the routes
 * @param timer runs what is due now and then, none of which may block
 */
record SharedParts(
        EngineOptions options,
        Admission admission,
        ResponseFactory responses,
        KeepAliveTimer keepAlive,
        OpenDoors doors,
        UnknownPaths unknownPaths,
        DoorPrefixes prefixes,
        Drain drain,
        ExecutorService threads,
        ScheduledExecutorService timer) {}
