/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

/** A report would have so many rows that nobody could read them, and their memory would be missing elsewhere. */
public final class TooManyRowsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TooManyRowsException(int most) {
        super("The report would have more than " + most
                + " rows: ask for fewer groups, or by from and to for a shorter time.");
    }
}
