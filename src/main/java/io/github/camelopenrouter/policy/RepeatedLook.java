/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look that is taken again and again, on a thread of its own, until the context or whoever began it ends. */
final class RepeatedLook {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFeature.class);

    private RepeatedLook() {}

    /**
     * Begins, in a while.
     *
     * @param thread its name
     * @param every the time between two looks
     * @param look what goes wrong in it is logged, and the next one is taken all the same
     * @return ends it
     */
    static AutoCloseable begin(CamelContext context, String thread, Duration every, Runnable look) {
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        ScheduledExecutorService timer = threads.newSingleThreadScheduledExecutor(look, thread);
        timer.scheduleWithFixedDelay(
                () -> safely(thread, look), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return () -> threads.shutdownNow(timer);
    }

    private static void safely(String thread, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("The look of {} has failed: {}", thread, e.getMessage(), e);
        }
    }
}
