/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

/** What is wrong with a policy: a sentence, and where. */
public final class PolicyFault extends Exception {

    private static final long serialVersionUID = 1;

    private final String pointer;

    /** @param pointer to the faulty value (RFC 6901) */
    public PolicyFault(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
