/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest extends SandboxFixture {

    @Test
    void listensOnAFreePortWhenAskedForPortZero() {
        assertThat(sandbox.port()).isPositive();
        assertThat(sandbox.baseUrl()).isEqualTo("http://127.0.0.1:" + sandbox.port() + "/api");
    }

    @Test
    void saysSoWhenThePortIsTaken() {
        assertThatThrownBy(() -> Sandbox.start(sandbox.port()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(String.valueOf(sandbox.port()));
    }

    @Test
    void freesItsPortWhenClosed() {
        Sandbox other = Sandbox.start(0);
        int port = other.port();
        other.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v2/models", "/v1/chat/completions"})
    void answersWrongPathsAndMethodsWithHtml(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/nothing", "/v1/key"})
    void labelsEveryAnswerAndPutsTheHeadersOfTheEdgeOnIt(String path) throws Exception {
        var headers = get(path).headers();
        assertThat(headers.firstValue("x-sandbox")).hasValue("true");
        assertThat(headers.firstValue("server")).hasValue("cloudflare");
        assertThat(headers.map())
                .containsKeys("cf-ray", "set-cookie", "access-control-allow-origin", "x-content-type-options");
        assertThat(headers.map()).doesNotContainKey("content-length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sandbox", "/api/sandbox"})
    void listsEverySpecialModelWithoutAKey(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + sandbox.port() + path);
        String listing = CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (SpecialModel model : SpecialModel.values()) {
            assertThat(listing).contains("\"" + model.id() + "\"");
        }
    }
}
