/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

/**
 * A setting that cannot work. The message is one sentence for the person who starts the gateway: it names the full key
 * and what is allowed, shows the value unless it may be a secret, and is meant to be printed without a stack trace.
 */
public class SettingException extends IllegalArgumentException {

    public SettingException(String sentence) {
        super(sentence);
    }
}
