/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When two doors want the same requests. */
class DoorPathTest {

    private static final String CHAT = "platform-http:/v1/chat/completions?httpMethodRestrict=POST";

    @ParameterizedTest
    @ValueSource(
            strings = {"platform-http:v1/models", "kamelet:openrouter-gateway-source?operation=models&path=v1/models"})
    void pathBeginsWithASlash(String uri) {
        assertThatThrownBy(() -> DoorPath.of(uri)).hasMessageContaining("must begin with a slash");
    }

    /** {@code camel.kamelet.openrouter-gateway-source.operation} may say it. */
    @Test
    void gatewaySourceThatDoesNotSayItsOperationIsUnknown() {
        assertThat(DoorPath.of("kamelet:openrouter-gateway-source?path=/mine")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/v1/chat/completions",
                "platform-http:///v1/chat/completions",
                "platform-http:/v1/chat/completions/",
                "platform-http:/v1/chat/completions?httpMethodRestrict=GET,post&muteException=true",
                "kamelet:openrouter-gateway-source?operation=chat-completions",
                "kamelet:openrouter-gateway-source/mine?operation=embeddings&path=/v1/chat/completions"
            })
    void sameDoorIsWrittenInManyWays(String uri) {
        assertThat(door(uri).isSameAs(door(CHAT))).isTrue();
        assertThat(door(CHAT).isSameAs(door(uri))).isTrue();
    }

    @Test
    void doorOfOneModelIsNotThatOfTheList() {
        DoorPath model = door("kamelet:openrouter-gateway-source?operation=model");

        assertThat(model.isSameAs(door("kamelet:openrouter-gateway-source?operation=models")))
                .isFalse();
        assertThat(model.isSameAs(door("platform-http:/v1/models/?httpMethodRestrict=GET,HEAD&matchOnUriPrefix=true")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/v1/chat/completions?httpMethodRestrict=GET,HEAD",
                "platform-http:/v1/chat/completions/more",
                "platform-http:/V1/chat/completions",
                "platform-http:/team/v1/chat/completions",
                "platform-http:/v1/chat/completions?platformHttpEngine=#openrouter-management-engine",
                "kamelet:openrouter-gateway-source?operation=messages",
                "kamelet:openrouter-gateway-source?operation=chat-completions&path=/team/chat"
            })
    void otherDoorsAreOthers(String uri) {
        assertThat(door(uri).isSameAs(door(CHAT))).isFalse();
        assertThat(door(uri).covers(door(CHAT))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/?matchOnUriPrefix=true",
                "platform-http:/*",
                "platform-http:/v1?matchOnUriPrefix=true",
                "platform-http:/v1/ch*",
                "platform-http:/v1/{api}/completions",
                "platform-http:/{version}/chat/{call}"
            })
    void wildcardTakesWhatItMatches(String uri) {
        assertThat(door(uri).covers(door(CHAT))).isTrue();
        assertThat(door(uri).isSameAs(door(CHAT))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "platform-http:/v1/chat/{a}/{b}",
                "platform-http:/v1/{completions}",
                "platform-http:/v2/*",
                "platform-http:/*?httpMethodRestrict=GET",
                "platform-http:/*?platformHttpEngine=%23bean:openrouter-management-engine"
            })
    void wildcardLeavesWhatItDoesNotMatch(String uri) {
        assertThat(door(uri).covers(door(CHAT))).isFalse();
    }

    @Test
    void pathBelowAPrefixTakesNotThePrefix() {
        DoorPath prefix = door("platform-http:/v1/models/?matchOnUriPrefix=true");
        assertThat(door("platform-http:/v1/models/{id}").covers(prefix)).isFalse();
        assertThat(door("platform-http:/v1*").covers(prefix)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"direct:v1/chat", "timer:tick", "platform-httpx:/v1", "kamelet:openrouter-chat-action"})
    void otherEndpointsAreNoDoors(String uri) {
        assertThat(DoorPath.of(uri)).isEmpty();
    }

    @Test
    void gatewaySourceHasAsManyDoorsAsPaths() {
        assertThat(DoorPath.of("kamelet:openrouter-gateway-source?operation=embeddings&path=/a/embeddings, /b"))
                .extracting(DoorPath::toString)
                .containsExactly("/a/embeddings", "/b");
    }

    private static DoorPath door(String uri) {
        return DoorPath.of(uri).get(0);
    }
}
