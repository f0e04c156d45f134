/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

/**
 * How many requests one port takes, with the words in which it refuses one more.
 *
 * @param who is at its limit, as a sentence begins
 * @param concurrent requests at the same time, set by {@code concurrentSetting}
 * @param queued how many more may wait for their turn, set by {@code queuedSetting}
 */
record AdmissionLimits(String who, int concurrent, String concurrentSetting, int queued, String queuedSetting) {

    /** The beginning of a refusal. */
    String reached() {
        return who + " is at its limit of concurrent requests (" + concurrentSetting + ")";
    }

    /** What the refusal says of the queue, if there is one. */
    String queueIsFull() {
        return queued == 0 ? "" : ", and its queue is full (" + queuedSetting + ")";
    }
}
