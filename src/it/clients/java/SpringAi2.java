/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
import java.io.IOException;
import java.util.function.UnaryOperator;

/** Spring AI 2, for Spring Boot 4: it speaks to OpenAI by OpenAI's own client, and takes the base URL as it is. */
public final class SpringAi2 {

    private SpringAi2() {}

    public static void main(String[] arguments) throws IOException {
        new SpringAi(arguments[0], "spring-ai-2.properties", UnaryOperator.identity(), Throwable::getMessage)
                .run("spring-ai-openai 2");
    }
}
