/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One part of a policy as somebody has written it.
 *
 * @param name {@link Kind#ALONE} where its kind has one entry only
 * @param text as JSON; 100,000 of them are kept, and as texts they are small
 * @param revision of the policy that brought it
 */
public record Entry(Kind kind, String name, String text, long revision) {

    /** A tree of one's own, which may be changed. */
    public ObjectNode document() {
        return PolicyJson.readOwn(text);
    }
}
