/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.transform.Source;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that has an open answer. When it ends, and the answer is not its message's body any more or it has failed,
 * nobody will read the answer: the call is ended.
 *
 * <p>An answer that still is the body belongs to whoever receives the message. And where Camel has copied the exchange, for
 * a wire tap or a queue, the copy has the answer, too, and Camel does not tell when that ends: then it is left alone as
 * long as somebody reads it. Circuit breakers and Kamelets work on copies as well, but hand over
 * what they have at their end: one copy of a copy, and no other.
 */
public final class StreamOwner extends SynchronizationAdapter implements SafeCopyProperty {

    private static final String PROPERTY = "CamelOpenRouterStreamOwner";

    private final OwnedStream stream;
    /** Whose copy this one is, null for the first. */
    private final @Nullable StreamOwner origin;

    private final AtomicInteger copies = new AtomicInteger();

    private StreamOwner(OwnedStream stream, @Nullable StreamOwner origin) {
        this.stream = stream;
        this.origin = origin;
    }

    /** From now on this exchange has this answer. */
    public static void of(Exchange exchange, OwnedStream stream) {
        StreamOwner owner = new StreamOwner(stream, null);
        exchange.getExchangeExtension().setSafeCopyProperty(PROPERTY, owner);
        exchange.getExchangeExtension().addOnCompletion(owner);
    }

    /** A new call begins: copies of the exchange have nothing of the earlier one's answer. */
    public static void forget(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(PROPERTY, null);
    }

    /** The receiver of this exchange's message is done with it. */
    public static void received(Exchange exchange) {
        StreamOwner owner = in(exchange);
        if (owner != null) {
            owner.closeUnlessShared();
        }
    }

    private static @Nullable StreamOwner in(Exchange exchange) {
        return exchange.getExchangeExtension().getSafeCopyProperty(PROPERTY, StreamOwner.class);
    }

    /** Called by Camel for each copy of the exchange, and when the result of a copy goes back to where it came from. */
    @Override
    public SafeCopyProperty safeCopy() {
        copies.incrementAndGet();
        return new StreamOwner(stream, this);
    }

    @Override
    public void onComplete(Exchange exchange) {
        if (isReplacedIn(exchange)) {
            ends(exchange);
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        ends(exchange);
    }

    private void ends(Exchange exchange) {
        StreamOwner latest = in(exchange);
        StreamOwner owner = latest != null && latest.stream == stream ? latest : this;
        owner.closeUnlessShared();
    }

    private void closeUnlessShared() {
        if (copies.get() == 0 && isHandedOver()) {
            stream.close();
        } else {
            stream.closeUnlessRead();
        }
    }

    /** Whether those before it had one copy each, the one that leads here. */
    private boolean isHandedOver() {
        return origin == null || origin.copies.get() == 1 && origin.isHandedOver();
    }

    /** What reads the answer piece by piece may stand in its place. */
    private boolean isReplacedIn(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        boolean mayRead = body instanceof AutoCloseable || body instanceof Iterator || body instanceof Source;
        return body != stream && (!mayRead || body instanceof OwnedStream);
    }
}
