/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.io.InputStream;
import java.lang.ref.Cleaner;
import org.apache.camel.util.IOHelper;

/**
 * Frees the upstream of an open answer that nobody has read or closed, once nobody can any more.
 *
 * <p>A Kamelet runs on a copy of the host's exchange and is not told when that one ends, so a host whose next step fails
 * would otherwise leave the call open for ever.
 */
final class Forgotten {

    private static final Cleaner CLEANER = Cleaner.create();

    private Forgotten() {}

    /**
     * Closes the stream when the handle is garbage.
     *
     * @param stream must not refer to the handle
     */
    static <T> T closes(T handle, InputStream stream) {
        CLEANER.register(handle, () -> IOHelper.close(stream));
        return handle;
    }
}
