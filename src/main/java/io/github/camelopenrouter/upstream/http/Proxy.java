/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param login null if the proxy wants none
 */
public record Proxy(String host, int port, @Nullable Login login) {

    /**
     * Who uses the proxy.
     *
     * @param password never shown
     */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "***";
        }
    }

    @Override
    public String toString() {
        return "http://" + (login == null ? "" : "***@") + host + ":" + port;
    }
}
