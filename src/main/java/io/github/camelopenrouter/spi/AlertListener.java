/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

/** Wants to know how alerts fare, for metrics. Whoever makes it a bean, under any name, is told, on the alerts' threads. */
public interface AlertListener {

    /** So many incidents of this alert are going on, as the last look has found. */
    void firing(String alert, int incidents);

    /**
     * A receiver was tried with a notification.
     *
     * @param result {@code delivered}, {@code failed} (it is tried again), {@code dropped} (the receiver will never take it) or
     *     {@code lost} (more wait than are kept)
     */
    void notified(String receiver, String result);
}
