/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.function.Function;

/**
 * What a setting's text may be and which value it becomes.
 *
 * @param allowed completes "must be …" in the sentence that refuses a wrong text
 * @param parser gets trimmed text, throws {@link IllegalArgumentException} for a wrong one; only a {@link WrongText}
 *     shows its message to the user
 * @param secret whether the text must never be shown
 * @param emptyIsValue whether an empty text is a value of its own; otherwise it is as good as none
 */
public record SettingType<T>(String allowed, Function<String, T> parser, boolean secret, boolean emptyIsValue) {

    public static <T> SettingType<T> of(String allowed, Function<String, T> parser) {
        return new SettingType<>(allowed, parser, false, false);
    }

    public SettingType<T> asSecret() {
        return new SettingType<>(allowed, parser, true, emptyIsValue);
    }

    public SettingType<T> allowingEmpty() {
        return new SettingType<>(allowed, parser, secret, true);
    }

    /** A wrong text about which a parser can say more, for example which entry of a list; never quotes a secret. */
    public static final class WrongText extends IllegalArgumentException {

        public WrongText(String detail) {
            super(detail);
        }
    }
}
