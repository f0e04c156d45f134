/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

/** What the root of the server answers where no route does. Called on the event loop, so it must not block. */
public interface FrontPage {

    /** For programs. */
    byte[] json();

    /** For people: whole, with nothing to be fetched beside it. */
    byte[] html();
}
