/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c080",
                "c1bf",
                "c220",
                "c2",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "e282",
                "e28220",
                "f08080bf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "f0908080c0",
                "ff",
                "fe",
                "f09f98",
                "f8888080"
            })
    void refusesWhatIsNotWellFormed(String hex) {
        byte[] bytes = HexFormat.of().parseHex("61" + hex);

        assertThat(Utf8.firstInvalid(bytes, 0)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7f", "c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf", "00"})
    void acceptsTheEdgesOfWhatIsWellFormed(String hex) {
        assertThat(Utf8.firstInvalid(HexFormat.of().parseHex("61" + hex + "61"), 0))
                .isEqualTo(-1);
    }

    @Test
    void namesTheFirstBadByte() {
        byte[] bytes = Requests.bytes("0123456789é€😀");
        bytes[13] = 'x';

        assertThat(Utf8.firstInvalid(bytes, 0)).isEqualTo(12);
    }

    @Test
    void agreesWithTheStrictDecoderOfJava() {
        Random random = new Random(7);
        for (int run = 0; run < 200_000; run++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            mostlyAscii(bytes, random);

            assertThat(Utf8.firstInvalid(bytes, 0) < 0)
                    .as("%s", HexFormat.of().formatHex(bytes))
                    .isEqualTo(isValid(bytes));
        }
    }

    @Test
    void findsOnlyAWholeByteOrderMark() {
        assertThat(Utf8.afterByteOrderMark(HexFormat.of().parseHex("efbbbf"))).isEqualTo(3);
        assertThat(Utf8.afterByteOrderMark(HexFormat.of().parseHex("efbb"))).isZero();
        assertThat(Utf8.afterByteOrderMark(HexFormat.of().parseHex("efbbbe"))).isZero();
    }

    private static void mostlyAscii(byte[] bytes, Random random) {
        int high = random.nextInt(4);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(4) >= high) {
                bytes[i] &= 0x7F;
            }
        }
    }

    private static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
