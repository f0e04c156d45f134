/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** Who looks at a host's exchanges, or settings of a host's that have nothing to do with its answers. */
enum Onlooker {
    NOBODY,
    TRACER("camel.main.tracing=true", "camel.main.tracingTemplates=true"),
    BACKLOG_TRACER("camel.trace.enabled=true", "camel.trace.trace-templates=true"),
    BACKLOG_TRACER_OF_THE_GATEWAY_THAT_ASKS_FOR_STREAMS(
            "camel.trace.enabled=true",
            "camel.trace.body-include-streams=true",
            "camel.trace.trace-pattern=openrouter-*",
            "camel.trace.backlog-size=1000"),
    DEVELOPER("camel.main.profile=dev", "camel.trace.enabled=true", "camel.main.devConsoleEnabled=true"),
    MESSAGE_HISTORY("camel.main.messageHistory=true"),
    DEBUGGER("camel.debug.enabled=true"),
    LOG("log:seen"),
    LOG_OF_EVERYTHING("log:seen?showAll=true&multiline=true"),
    LOG_OF_STREAMS("log:seen?showStreams=true"),
    POOLED_EXCHANGES("camel.main.exchangeFactory=pooled"),
    BREADCRUMBS("camel.main.useBreadcrumb=true"),

    BACKLOG_TRACER_THAT_ASKS_FOR_STREAMS(
            "camel.trace.enabled=true",
            "camel.trace.trace-templates=true",
            "camel.trace.body-include-streams=true",
            "camel.trace.backlog-size=1000"),
    LOG_OF_STREAMS_AND_FILES("log:seen?showStreams=true&showFiles=true"),
    LOG_OF_THE_TEXT("direct:log-the-text"),
    INTERCEPTOR("direct:look-at-the-text");

    private final String[] what;

    Onlooker(String... what) {
        this.what = what;
    }

    String[] settings() {
        return isStep() ? new String[0] : what;
    }

    /** Whether it asks for the text by the same words as somebody who wants to have it: it waits for the whole answer. */
    boolean asksForTheText() {
        return ordinal() >= BACKLOG_TRACER_THAT_ASKS_FOR_STREAMS.ordinal();
    }

    /** Stands behind every call of a gateway's operation, whoever calls. */
    RouteBuilder steps() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                if (isStep()) {
                    interceptSendToEndpoint(
                                    "direct:openrouter-(chat-completions|completions|responses|messages|embeddings|models)(\\?.*)?")
                            .afterUri(what[0])
                            .process(exchange -> {});
                }
                from("direct:log-the-text").log(LoggingLevel.INFO, "seen", "${body} and ${bodyAs(String)}");
                from("direct:look-at-the-text")
                        .filter(simple("${body} == 'x' || ${bodyAs(String)} contains 'x'"))
                        .to("log:seen");
            }
        };
    }

    private boolean isStep() {
        return what.length > 0 && !what[0].startsWith("camel.");
    }
}
