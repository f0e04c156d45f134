/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A large request that is ready to be sent: its images and texts go from the bytes they came in straight to the
 * connection, instead of through a second array of many megabytes. Reads the same any number of times.
 *
 * <p>Steps of the operator's see bytes instead. Whoever looks on from outside, a tracer or an intercepted endpoint, sees
 * what Camel has for bodies that are no plain bytes: a {@link StreamCache}, which its expressions know how to search. It
 * converts to bytes, text or a stream ({@link LargeBodyConverters}); each makes the copy that sending saves.
 */
public final class LargeBody extends AbstractHttpEntity implements StreamCache {

    private static final ContentType JSON = ContentType.create("application/json"); // as other requests: no charset

    private final ObjectNode tree;
    private final int size;

    /** @param tree nobody changes it any more */
    LargeBody(ObjectNode tree, int size) {
        super(JSON, null);
        this.tree = tree;
        this.size = size;
    }

    byte[] bytes() {
        return BodyWriter.write(tree, size);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        BodyWriter.write(tree, out);
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    public long getContentLength() {
        return size;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public void reset() {
        // is always read from its beginning
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return this;
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public long length() {
        return size;
    }

    @Override
    public long position() {
        return 0;
    }
}
