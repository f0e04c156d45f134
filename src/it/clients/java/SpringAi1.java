/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
import java.io.IOException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Spring AI 1, for Spring Boot 3: it speaks to OpenAI by itself, and puts /v1 behind the base URL. */
public final class SpringAi1 {

    private SpringAi1() {}

    public static void main(String[] arguments) throws IOException {
        new SpringAi(
                        arguments[0],
                        "spring-ai-1.properties",
                        options -> options.internalToolExecutionEnabled(false),
                        SpringAi1::textOf)
                .run("spring-ai-openai 1");
    }

    /** A refused stream has the text in the body alone. */
    private static String textOf(Throwable error) {
        return error instanceof WebClientResponseException refused
                ? refused.getResponseBodyAsString()
                : error.getMessage();
    }
}
