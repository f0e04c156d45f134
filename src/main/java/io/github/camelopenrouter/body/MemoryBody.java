/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A request's body in memory, which can be read and sent as often as somebody likes: to camel-http the entity that it sends,
 * to Camel a stream cache.
 */
public abstract class MemoryBody extends AbstractHttpEntity implements StreamCache {

    /** @param contentType as it is sent */
    protected MemoryBody(String contentType) {
        super(contentType, null);
    }

    @Override
    public final long getContentLength() {
        return length();
    }

    @Override
    public final boolean isRepeatable() {
        return true;
    }

    @Override
    public final boolean isStreaming() {
        return false;
    }

    @Override
    public final void close() {
        // holds nothing
    }

    @Override
    public final void reset() {
        // is always read from its beginning
    }

    @Override
    public final StreamCache copy(Exchange exchange) {
        return this;
    }

    @Override
    public final boolean inMemory() {
        return true;
    }

    @Override
    public final long position() {
        return 0;
    }
}
