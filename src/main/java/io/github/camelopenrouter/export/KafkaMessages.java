/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;

/** Makes of a batch one message a record, whose key is the call's id: Kafka then keeps the order of a call's revisions. */
final class KafkaMessages implements Processor {

    /** Camel's name for it; the component may not be there. */
    private static final String KEY = "kafka.KEY";

    @Override
    public void process(Exchange exchange) {
        List<Message> messages = new ArrayList<>();
        for (Object record : exchange.getProperty(Parcel.RECORDS, List.of(), List.class)) {
            ExportedRecord exported = (ExportedRecord) record;
            Message message = new DefaultMessage(exchange);
            message.setBody(exported.json());
            message.setHeader(KEY, exported.id());
            messages.add(message);
        }
        exchange.getMessage().setBody(messages);
    }
}
