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
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * A request as the message body that all steps share: decoded by the first that needs it, written when it is sent. It does
 * not change once it stands in front of an operation or behind its conversions: whoever wants another one puts a
 * {@link #copy} there. So a message that several exchanges or threads hold reads the same for each of them.
 *
 * <p>To whoever knows nothing of it, it is what Camel has for bodies that are no plain bytes: a {@link StreamCache}, which
 * its expressions know how to search, and which converts to bytes, text, a stream, a tree or a map
 * ({@link RequestBodyConverters}). Each makes a copy. Sending makes none: what is large goes from the bytes it came in
 * straight to the connection.
 */
public final class RequestBody extends MemoryBody {

    private static final String JSON = "application/json"; // as other requests: no charset

    private static final int NOT_COUNTED = -1;

    private final ObjectNode tree;
    /** What the tree was read from, as long as it says exactly the same; null where it may not. */
    private final byte @Nullable [] source;

    private final boolean converted;
    private final int size;

    private RequestBody(ObjectNode tree, byte @Nullable [] source, boolean converted, int size) {
        super(JSON);
        this.tree = tree;
        this.source = source;
        this.converted = converted;
        this.size = size;
    }

    /** @param tree nobody else changes it any more */
    public static RequestBody of(ObjectNode tree) {
        return new RequestBody(tree, null, false, NOT_COUNTED);
    }

    /**
     * That of a map, a tree or a text.
     *
     * @throws io.github.camelopenrouter.error.OpenRouterException 400 if it is no JSON object
     */
    public static RequestBody read(Object json) {
        return of(BodyParser.parse(BodyBytes.of(json)));
    }

    /**
     * One that is sent byte for byte as it is.
     *
     * @param json is not changed any more
     * @throws io.github.camelopenrouter.error.OpenRouterException 400 if it is no JSON object
     */
    public static RequestBody verbatim(byte[] json) {
        return new RequestBody(BodyParser.parse(json), json, true, NOT_COUNTED);
    }

    /**
     * The bytes of the body in a message, whatever is in it; not to be changed.
     *
     * @throws io.github.camelopenrouter.error.OpenRouterException 413 if there are more than {@code maxBytes}
     */
    public static byte[] bytesIn(Message message, long maxBytes) throws IOException {
        if (message.getBody() instanceof RequestBody known) {
            LimitedRead.requireWithin(known.length(), maxBytes);
            return known.bytes();
        }
        return BodyBytes.of(message, maxBytes);
    }

    /** The same bytes, but for the text of this member on top, which is one. */
    public RequestBody replacing(String key, String text) {
        byte[] value = BodyBytes.of((Object) TextNode.valueOf(text).toString());
        return tree.get(key) instanceof SliceNode slice ? verbatim(slice.replacedBy(value)) : this;
    }

    /** The one that an operation's own steps convert. */
    static RequestBody ofOperation(ObjectNode tree) {
        return new RequestBody(tree, null, true, NOT_COUNTED);
    }

    /** The one that is sent. */
    static RequestBody counted(ObjectNode tree, int size) {
        return new RequestBody(tree, null, true, size);
    }

    /**
     * The request in a message, which holds it decoded from here on.
     *
     * @param maxBytes the most that is read of a body that is not decoded yet
     */
    public static RequestBody in(Message message, long maxBytes) throws IOException {
        if (message.getBody() instanceof RequestBody known) {
            return known;
        }
        byte[] json = BodyBytes.of(message, maxBytes);
        RequestBody decoded = new RequestBody(BodyParser.parse(json), json, false, NOT_COUNTED);
        decoded.putInto(message);
        return decoded;
    }

    /** Whether it is sent as {@link #verbatim} says. */
    boolean isVerbatim() {
        return converted && source != null;
    }

    /** Makes it the body, and the headers fit. */
    public void putInto(Message message) {
        message.setBody(this);
        message.removeHeader(Exchange.CONTENT_ENCODING);
        message.removeHeader(Exchange.CONTENT_LENGTH);
        message.removeHeader(Exchange.TRANSFER_ENCODING);
        message.setHeader(Exchange.CONTENT_TYPE, JSON);
    }

    /** To be read; only the steps of an operation, and whoever has made a {@link #copy} of it, change it. */
    public ObjectNode tree() {
        return tree;
    }

    /** Another one, to be changed before it is put into a message; what stays the same in it takes no new bytes. */
    public RequestBody copy() {
        return of(tree.deepCopy());
    }

    /** The same for steps of the gateway's behind the conversions: what they write into it is not converted again. */
    public RequestBody convertedCopy() {
        return ofOperation(tree.deepCopy());
    }

    /** Whether it is as the conversions of its operation have left it: no other step has put one in its place since. */
    public boolean isConverted() {
        return converted;
    }

    byte[] bytes() {
        return source != null ? source : BodyWriter.write(tree, (int) length());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (source != null) {
            out.write(source);
        } else {
            BodyWriter.write(tree, out);
        }
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(bytes());
    }

    /** In bytes. */
    @Override
    public long length() {
        if (source != null) {
            return source.length;
        }
        return size == NOT_COUNTED ? BodyWriter.size(tree) : size;
    }
}
