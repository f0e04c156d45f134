/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * The LLM gateway that lives inside Apache Camel. {@link io.github.camelopenrouter.CamelOpenRouter} starts it on its own;
 * inside an application {@link io.github.camelopenrouter.operation.OpenRouterRoutes} are its routes.
 *
 * <p>The words, from outside to inside:
 *
 * <dl>
 *   <dt>gateway, instance
 *   <dd>settings, upstream keys, routes and connections of one name; the unnamed one is {@code openrouter.*}
 *   <dt>door
 *   <dd>a route that leads HTTP requests in; a Kamelet or {@code direct:} are other ways in
 *   <dt>principal
 *   <dd>who makes a request: a client key's label, a team, a user, roles
 *   <dt>operation
 *   <dd>what is asked of OpenRouter: chat completions, completions, responses, embeddings, messages, models
 *   <dt>call
 *   <dd>one request from its arrival to the last byte of its response
 *   <dt>attempt
 *   <dd>one request to OpenRouter; a call may need several
 *   <dt>upstream
 *   <dd>OpenRouter, or what stands in for it, reached by HTTP
 *   <dt>vendor
 *   <dd>the part of a model's name before the slash; each has a circuit breaker
 *   <dt>group, member
 *   <dd>an alias for several models, or the upstream keys; members share the calls
 *   <dt>session
 *   <dd>calls that stay with one member, where their prompts are cached
 *   <dt>cooldown
 *   <dd>the time for which a refused key is left alone
 *   <dt>commit
 *   <dd>the moment the client gets its status; before it a call can become anything, after it nothing is tried again
 *   <dt>event, comment
 *   <dd>the parts of a server-sent event stream; a comment only shows that the connection lives
 *   <dt>complete, truncated, cancelled
 *   <dd>a response that has shown its end; one that ended before; one whose client has left
 *   <dt>settle
 *   <dd>to tell breakers and members, once, how an attempt went
 * </dl>
 *
 * <p>Uses {@code standalone} and {@code config}.
 */
@NullMarked
package io.github.camelopenrouter;

import org.jspecify.annotations.NullMarked;
