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
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Last step before the attempts: writes the request to bytes. What is large stays a {@link RequestBody}, which is written
 * to the connection, and so is what stays as its bytes are. The fetch of the model list has nothing to write.
 */
public final class RequestEncoder implements Processor {

    /** In bytes: from here on a second copy costs more than a walk through the tree. */
    static final int LARGE = 64 * 1024;

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof RequestBody body && !body.isVerbatim()) {
            message.setBody(encoded(body.tree()));
        }
    }

    private static Object encoded(ObjectNode tree) {
        int size = BodyWriter.size(tree);
        return size < LARGE ? BodyWriter.write(tree, size) : RequestBody.counted(tree, size);
    }
}
