/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;

/** What a client has got of a stream that somebody filters, which need not be what came. */
public final class ShownAnswer {

    private final Operation operation;
    private final ResponseInspector answer;
    private final EventReader events;

    public ShownAnswer(Operation operation) {
        this.operation = operation;
        this.answer = new ResponseInspector(operation);
        this.events = new EventReader(answer);
    }

    /** The client gets this whole event. */
    public void show(byte[] event) {
        events.feed(event, 0, event.length);
    }

    /** Whether it has seen that the answer is whole. */
    public boolean isWhole() {
        return answer.isWhole();
    }

    /** Whether it has seen the stream's last event. */
    public boolean isClosed() {
        return answer.isClosed();
    }

    /** The last {@code sequence_number} that it has, -1 for none. */
    public long sequence() {
        return answer.sequence();
    }

    /** The indexes of the choices that it has seen begin and not finish, a bit for each. */
    public long unfinishedChoices() {
        return answer.unfinishedChoices();
    }

    /** The indexes of the choices that it has seen finish, a bit for each. */
    public long finishedChoices() {
        return answer.finishedChoices();
    }

    /** The event that tells it that more will not come. */
    public byte[] errorFrame(OpenRouterException failure) {
        return ErrorFrame.render(operation, answer, failure);
    }
}
