/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

/**
 * Names under which the gateway keeps what it knows on an Exchange. All are Exchange properties unless said otherwise;
 * none of them ever leaves the process.
 */
public final class OpenRouterConstants {

    /** The {@link Operation} that runs. */
    public static final String OPERATION = "CamelOpenRouterOperation";

    /** The name of the gateway ({@code config.InstanceName}) that serves the request; absent where none has seen it yet. */
    public static final String INSTANCE = "CamelOpenRouterInstance";

    /** How the request came in (String): the path of a door, {@code kamelet:<name>}; absent for a host's own calls. */
    public static final String ENTRY = "CamelOpenRouterEntry";

    /** {@code openai} or {@code anthropic} on the doors of that name: whose models a bare name means. */
    public static final String DOOR_VENDOR = "CamelOpenRouterDoorVendor";

    /** The request's id (String): the client's own {@code x-request-id} where it is acceptable, otherwise made here. */
    public static final String REQUEST_ID = "CamelOpenRouterRequestId";

    /** The {@link Principal} that a door's guard knows; ask {@link Principal#of}, which knows what a host's route says, too. */
    public static final String PRINCIPAL = "CamelOpenRouterPrincipal";

    /** The label (String) of the gateway key that the client showed, or what a host's route calls its client. */
    public static final String CLIENT_LABEL = "CamelOpenRouterClientLabel";

    /** The team (String) of whoever makes the request, as the guard knows it or a host's route says. */
    public static final String TEAM = "CamelOpenRouterTeam";

    /**
     * The model (String) that a Kamelet is to ask for this message. A host's route sets it; it goes before what the request
     * names and before the Kamelet's own property, for all Kamelets that the exchange comes to until the route removes it.
     */
    public static final String REQUEST_MODEL = "CamelOpenRouterRequestModel";

    /** The model name (String) as the client wrote it. */
    public static final String REQUESTED_MODEL = "CamelOpenRouterRequestedModel";

    /** The model name (String) as it goes upstream. */
    public static final String SENT_MODEL = "CamelOpenRouterSentModel";

    /** The label (String) of the OpenRouter key that the latest attempt used; never the key. */
    public static final String KEY_LABEL = "CamelOpenRouterKeyLabel";

    /**
     * The labels (Set of String) of the OpenRouter keys that alone may serve the call, as a policy says; absent where all may
     * that no policy keeps for somebody.
     */
    public static final String UPSTREAM_KEYS = "CamelOpenRouterUpstreamKeys";

    /** How many attempts the call has had so far (Integer); absent before the first. */
    public static final String ATTEMPTS = "CamelOpenRouterAttempts";

    /** The alias (String) of the group of models that the request asks for; absent where it asks for none. */
    public static final String MODEL_GROUP = "CamelOpenRouterModelGroup";

    /** The session (Long, a hash of its name) that the request belongs to; absent where it names none. */
    public static final String SESSION = "CamelOpenRouterSession";

    /** A hash (String) of the end user whom the request names; absent where it names none. */
    public static final String END_USER = "CamelOpenRouterEndUser";

    /**
     * What the call is booked under (Map of String to String), as the header {@code x-openrouter-tags} said: a client's for all
     * calls that its request leads to, a host's for the next one. Absent where there is none.
     */
    public static final String TAGS = "CamelOpenRouterTags";

    /** The id (String) of the call for whose answer this one is made, a Kamelet's for example; absent for others. */
    public static final String PARENT_CALL = "CamelOpenRouterParentCall";

    /** All models that may serve the request (List of String), the primary first; absent where there is only one. */
    public static final String CANDIDATE_MODELS = "CamelOpenRouterCandidateModels";

    /** Whether the request asks for a stream (Boolean). */
    public static final String STREAM = "CamelOpenRouterStream";

    /**
     * Which of OpenRouter's other paths (String) {@code direct:openrouter-pass-through} calls, by its name in the table: {@code
     * rerank}. Said by the doors, or by a host's route in front of its own call.
     */
    public static final String PASS_THROUGH = "CamelOpenRouterPassThrough";

    /** The query (String, already encoded) of the upstream call; set by the gateway's own steps only. */
    public static final String UPSTREAM_QUERY = "CamelOpenRouterUpstreamQuery";

    /** The model id (String) that {@code direct:openrouter-models} looks up; absent: the whole list. A header. */
    public static final String MODEL_ID_HEADER = "CamelOpenRouterModelId";

    /**
     * What a call is to be booked under: {@code project=a,env=prod}, at most 8, names like {@code cost-centre}, values of 64
     * characters. A header, of a client's or a host's; it ends here.
     */
    public static final String TAGS_HEADER = "x-openrouter-tags";

    /** For which of its teams the owner of a token calls. A header of a client's; it ends here. */
    public static final String TEAM_HEADER = "x-openrouter-team";

    private OpenRouterConstants() {}
}
