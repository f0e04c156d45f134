/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Collections;
import java.util.Iterator;

/**
 * Plays one {@link Script} on one response: waits by timers, stops while the reader is slow, and stops for good, timers
 * included, the moment the client leaves. Everything runs on the response's event loop.
 */
final class ScriptPlayer {

    /** So many steps at a stretch, then other connections get their turn. */
    private static final int STEPS_PER_TURN = 64;

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final CallCounter.Call call;
    private Iterator<Step> steps = Collections.emptyIterator();
    private long timer = -1;
    private Runnable whenGone = () -> {};
    private boolean waiting;

    ScriptPlayer(Vertx vertx, HttpServerRequest request, CallCounter.Call call) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.response = request.response();
        this.call = call;
        response.closeHandler(gone -> stop());
        response.exceptionHandler(failure -> stop());
    }

    void play(Script script) {
        if (call.isOver()) {
            script.whenGone().run();
            return;
        }
        whenGone = script.whenGone();
        response.setStatusCode(script.status()).setChunked(true);
        script.headers().forEach(response.headers()::set);
        steps = script.steps().iterator();
        resume();
    }

    private void resume() {
        waiting = false;
        for (int played = 0; !waiting && !call.isOver() && steps.hasNext(); played++) {
            if (played == STEPS_PER_TURN) {
                waiting = true;
                context.runOnContext(turn -> resume());
                return;
            }
            play(steps.next());
        }
    }

    private void play(Step step) {
        if (step instanceof Step.Bytes bytes) {
            write(bytes.buffer());
        } else if (step instanceof Step.Pause pause) {
            pause(pause.millis());
        } else if (step instanceof Step.Effect effect) {
            effect.action().run();
        } else if (step instanceof Step.Ending ending) {
            end(ending);
        } else {
            response.write(Buffer.buffer());
        }
    }

    private void write(Buffer buffer) {
        response.write(buffer);
        if (response.writeQueueFull()) {
            waiting = true;
            response.drainHandler(drained -> resume());
        }
    }

    private void pause(long millis) {
        if (millis > 0) {
            waiting = true;
            timer = vertx.setTimer(millis, fired -> resume());
        }
    }

    private void end(Step.Ending ending) {
        waiting = true;
        switch (ending) {
            case CLEAN -> {
                call.answered();
                response.end();
            }
            case RESET -> {
                call.answered();
                reset();
            }
            case HANG -> {}
        }
    }

    /** SO_LINGER 0 makes the kernel send RST instead of FIN; Vert.x has no API for it per connection. */
    private void reset() {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void stop() {
        vertx.cancelTimer(timer);
        if (!call.isOver()) {
            whenGone.run();
        }
        call.aborted();
    }
}
