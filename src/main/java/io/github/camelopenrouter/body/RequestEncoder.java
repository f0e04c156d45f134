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
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Last step of every operation before the call: writes the tree to bytes and makes the headers fit them. Where only the
 * call comes next, what is large is not written yet but left as a {@link LargeBody}; nobody may change the tree then.
 */
public final class RequestEncoder implements Processor {

    /** In bytes: from here on a second copy costs more than a walk through the tree. */
    static final int LARGE = 64 * 1024;

    private final BooleanSupplier isReadByOthers;

    /** Leaves bytes, whatever their size. */
    public RequestEncoder() {
        this(() -> true);
    }

    /** @param isReadByOthers whether a step between this one and the call may look at the body: it gets bytes */
    public RequestEncoder(BooleanSupplier isReadByOthers) {
        this.isReadByOthers = isReadByOthers;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(encoded(RequestTree.of(exchange)));
        message.removeHeader(Exchange.CONTENT_ENCODING);
        message.removeHeader(Exchange.CONTENT_LENGTH);
        message.removeHeader(Exchange.TRANSFER_ENCODING);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    private Object encoded(ObjectNode body) {
        int size = BodyWriter.size(body);
        boolean inBytes = size < LARGE || isReadByOthers.getAsBoolean();
        return inBytes ? BodyWriter.write(body, size) : new LargeBody(body, size);
    }
}
