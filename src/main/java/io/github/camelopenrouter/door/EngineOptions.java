/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.accesslog.AccessLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the engine treats clients.
 *
 * @param maxRequest the largest request body of any gateway ({@code openrouter.max-request-bytes})
 * @param limits how many requests may run and wait
 * @param queueTimeout how long they may wait ({@code openrouter.queue-timeout})
 * @param maxBuffered the bodies of all requests and what is held of their answers, all together ({@code
 *     openrouter.max-buffered-bytes})
 * @param requestTimeout how long a client may take to send its body ({@code openrouter.timeout.request})
 * @param writeTimeout how long a client may take nothing of its answer, zero for no limit ({@code
 *     openrouter.timeout.write})
 * @param keepAlive the longest silence of a stream, zero for no limit ({@code openrouter.keep-alive})
 * @param heartbeatHold the longest wait for a plain answer without a sign of life, zero for no limit ({@code
 *     openrouter.heartbeat-hold})
 * @param drainTimeout how long running answers may go on once their door closes ({@code openrouter.drain-timeout})
 * @param allowedOrigins the web pages whose scripts may call, {@code *} for all ({@code
 *     openrouter.cors.allowed-origins})
 * @param prefixes what clients may write in front of the doors' own paths ({@code openrouter.prefixes})
 * @param proxies whose word counts on where a request comes from ({@code openrouter.trusted-proxies})
 * @param accessLog whether each finished request becomes a line of the {@link AccessLog} ({@code openrouter.access-log})
 */
public record EngineOptions(
        ByteLimit maxRequest,
        AdmissionLimits limits,
        Duration queueTimeout,
        ByteLimit maxBuffered,
        Duration requestTimeout,
        Duration writeTimeout,
        Duration keepAlive,
        Duration heartbeatHold,
        Duration drainTimeout,
        Set<String> allowedOrigins,
        List<String> prefixes,
        TrustedProxies proxies,
        boolean accessLog) {}
