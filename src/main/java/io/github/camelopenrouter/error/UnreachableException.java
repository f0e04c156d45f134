/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import java.io.IOException;

/**
 * OpenRouter could not be reached, and the reason can be told: the message is a sentence for the caller, 502 in the error
 * envelope. An IOException, so that it is tried again as a broken connection is.
 */
public final class UnreachableException extends IOException {

    private final String sentence;

    public UnreachableException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
