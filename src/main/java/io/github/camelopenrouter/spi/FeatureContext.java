/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.config.Setting;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;

/** One gateway as a {@link Feature} adds to it. Only good until {@link Feature#install} returns. */
public interface FeatureContext {

    /** Where a feature's steps stand. */
    enum Place {
        /** Behind the guard of each door, so that the principal is known; part of the bean {@code openrouter-guard}. */
        DOOR,
        /**
         * A node behind the first of each operation and in front of its decode: the principal is known, and nobody has read
         * the body. Once for each call, wherever it comes from; the list of models has none.
         */
        OPERATION,
        /**
         * A node of the route {@code openrouter-upstream}, behind the operator's steps there and in front of the encode: the
         * body is decoded, all that it names is resolved, and what stands in it will be sent; of a group and of
         * fallbacks each attempt takes the model that is healthy then. A step reads it as a {@code
         * JsonNode}, a {@code Map} or bytes, and may put another one in its place, which is checked as an operator's is.
         * Once for each call, whatever its operation; the list of models has none.
         */
        REQUEST,
        /**
         * A node of the route {@code openrouter-attempt}, once for each attempt: the model that it takes is known, and no key
         * of OpenRouter's has been chosen yet.
         */
        ATTEMPT,
        /** A node behind each operation's answer and the operator's steps there. */
        RESPONSE
    }

    CamelContext camelContext();

    /** The gateway's name, empty for the unnamed one. */
    String name();

    /** What its route ids and beans begin with: {@code openrouter-} or, for one named {@code b}, {@code openrouter-b-}. */
    String prefix();

    /** What is given, or else the default. */
    <T> Optional<T> setting(Setting<T> setting);

    /** Binds a bean under the prefix, found by that name alone. */
    void bean(String name, Object bean);

    /** Adds a health check, whose id has to begin with the prefix. */
    void health(HealthCheck check);

    /**
     * Adds a step behind those that stand there already. What it throws is the client's answer.
     *
     * @param name of the node, {@code openrouter-upstream-<name>}; of operations and behind answers {@code
     *     openrouter-chat-completions-<name>}
     */
    void step(Place place, String name, Processor step);

    /** Tells it of each call of this gateway. */
    void listener(CallListener listener);

    /** Asks it for clients that the keys of the settings do not know, in front of the host's beans. */
    void authenticator(Authenticator authenticator);

    /**
     * Closes this with the gateway, what was opened last first: where it cannot be made after all, for the next call of a
     * Kamelet tries again, and where Camel's reload of route files has removed it, for another is made in its place. At the
     * end of the context nothing is closed this way: Camel stops its services and threads then.
     */
    void closeAtEnd(AutoCloseable opened);

    /**
     * A part of the gateway by its type. For the features that come with the gateway: nothing is promised of such parts.
     *
     * @throws IllegalArgumentException if it has none of this type
     */
    <T> T part(Class<T> type);
}
