/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

/**
 * Finds out which model a bare name (one without a vendor) means on a door that belongs to a vendor. Called on the
 * exchange's thread, so it must not wait long, and from many threads at once.
 */
@FunctionalInterface
public interface VendorLookup {

    /**
     * @param vendor whose door the request came through, for example {@code anthropic}
     * @param bareName the name as the client wrote it, without a slash
     * @return the name to send, never null; {@code bareName} itself where nothing shall change
     */
    String resolve(String vendor, String bareName);
}
