/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import org.apache.camel.Exchange;

/**
 * A {@link CallListener} that wants to know of a request before anything has changed it, and of its call once that has ended.
 */
public interface RequestListener extends CallListener {

    /**
     * Who is told of the call that this exchange becomes, in place of this listener. Asked behind the guard of a door, where
     * the body stands as it has arrived, and again in front of each operation: what is to be known from the first time has to
     * be kept on the exchange. Most quickly, and on the thread that a client is waiting for; the exchange itself is not to be
     * kept.
     */
    CallListener listenerFor(Exchange request);
}
