/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.FinishedFiles;
import io.github.camelopenrouter.usage.JournalFollower;
import io.github.camelopenrouter.usage.JournalPosition;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.webhook.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands records on, on a thread of its own, once the context has started. At the stop of the context it goes on until the
 * doors are closed and the journal is read to its end, or its receiver fails: then the next start goes on.
 */
final class UsageConsumer extends DefaultConsumer implements ShutdownAware {

    private static final long ENDING_SECONDS = 3;

    private final UsageEndpoint endpoint;
    private final CamelContext context;
    private final @Nullable Path data;
    private final @Nullable RecentCalls recent;
    private @Nullable ExportDirectory directory;
    private @Nullable ExecutorService thread;
    private @Nullable ExportLoop loop;

    UsageConsumer(UsageEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.context = endpoint.getCamelContext();
        this.data = UsageSettings.findDirectory(context).orElse(null);
        this.recent = data != null ? null : new RecentCalls(UsageSettings.node(context), endpoint.getUnit());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (recent != null && endpoint.getUnit() == UsageEndpoint.Unit.FILE) {
            throw new SettingException("openrouter.data-dir is not set, and so there are no files that the export "
                    + endpoint.name() + " could hand on: set it.");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        endpoint.component().begins(endpoint.name(), this);
        if (recent != null) {
            recent.keep(true);
            context.getRegistry().bind(bean(), recent); // found by its type
        }
        ExportDirectory own = data == null ? null : new ExportDirectory(data, endpoint.name());
        directory = own;
        ExportLoop made = new ExportLoop(endpoint, () -> open(own), this::send, own);
        loop = made;
        context.addStartupListener((started, already) -> start(made));
    }

    private synchronized void start(ExportLoop made) {
        if (loop == made) {
            ExecutorService own = context.getExecutorServiceManager()
                    .newSingleThreadExecutor(this, UsageComponent.SCHEME + "-" + endpoint.name());
            thread = own;
            own.execute(made);
        }
    }

    /** Null while there is no journal, for no gateway has been made yet. */
    private @Nullable Source open(@Nullable ExportDirectory directory) throws IOException {
        if (directory == null) {
            return recent;
        }
        String reader = "export-" + endpoint.name();
        Optional<JournalPosition> before = directory.position();
        JournalPosition from = before.orElse(JournalPosition.BEGINNING);
        if (endpoint.getUnit() == UsageEndpoint.Unit.FILE) {
            return FinishedFiles.of(context, reader, from)
                    .map(files -> new FileSource(files, directory, UsageSettings.node(context)))
                    .orElse(null);
        }
        JournalFollower follower = JournalFollower.of(context, reader, from).orElse(null);
        if (follower == null) {
            return null;
        }
        if (before.isEmpty() && endpoint.getFrom() == UsageEndpoint.Start.NOW) {
            directory.remember(follower.skipWritten());
        }
        return new JournalSource(follower, directory, endpoint.getUnit());
    }

    /** @return why it has not been taken; null where it has */
    private @Nullable Refusal send(Parcel parcel) {
        Exchange exchange = createExchange(false);
        try {
            parcel.fill(exchange);
            getProcessor().process(exchange);
            Throwable failure = exchange.getException();
            return failure != null || exchange.isRollbackOnly() ? Refusal.of(failure) : null;
        } catch (Exception e) {
            return Refusal.of(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStop() throws Exception {
        ExportLoop ending = loop;
        ExecutorService own;
        synchronized (this) {
            loop = null;
            own = thread;
            thread = null;
        }
        if (ending != null) {
            ending.signals().stop();
            context.getRegistry().unbind(bean());
        }
        try {
            if (own != null) {
                own.shutdown();
                context.getExecutorServiceManager().awaitTermination(own, TimeUnit.SECONDS.toMillis(ENDING_SECONDS));
            }
        } finally { // whoever stops it may be out of patience
            end(own);
        }
        super.doStop();
    }

    private void end(@Nullable ExecutorService own) {
        if (own != null) {
            context.getExecutorServiceManager().shutdownNow(own);
        }
        if (directory != null) {
            directory.close();
        }
        if (recent != null) {
            recent.keep(false);
        }
        endpoint.component().ends(endpoint.name(), this);
    }

    private String bean() {
        return UsageComponent.SCHEME + "-" + endpoint.name();
    }

    /** Behind the doors. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask running) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        ExportLoop running;
        synchronized (this) {
            running = thread == null ? null : loop; // where the context has not started, it has not either
        }
        return running == null || running.signals().isDone() ? 0 : 1;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // it is told by its stop
    }
}
