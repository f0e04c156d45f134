/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.usage.UsageStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions from the store or the journal's files, on the threads of those who ask. A long journal takes a core for
 * seconds: few are answered at once of each, and who asks meanwhile is told to come back.
 */
public final class JournalQuestions {

    private static final Logger LOG = LoggerFactory.getLogger(JournalQuestions.class);
    private static final int AT_ONCE = 2;

    private final Semaphore free = new Semaphore(AT_ONCE);
    /** A store that is slow, or away, keeps nobody from the journal. */
    private final Semaphore freeOfStore = new Semaphore(AT_ONCE);

    private final CamelContext context;

    public JournalQuestions(CamelContext context) {
        this.context = context;
    }

    /** What is to be read of the data directory. */
    public interface Question<T> {
        T answer(Path dataDirectory) throws IOException;
    }

    /**
     * Asks the store, where there is one that knows, and else reads the journal.
     *
     * @throws OpenRouterException 404 where neither is kept, 400 for a question that cannot be answered, 503 where it cannot
     *     be answered for now
     */
    public <T> T ask(Function<UsageStore, Optional<T>> store, Question<T> question) {
        UsageStore there = context.getRegistry().lookupByNameAndType(UsageStore.BEAN, UsageStore.class);
        Optional<T> answer = there == null ? Optional.empty() : askStore(there, store);
        return answer.isPresent() ? answer.get() : ask(question);
    }

    private <T> Optional<T> askStore(UsageStore there, Function<UsageStore, Optional<T>> question) {
        if (!freeOfStore.tryAcquire()) {
            throw OpenRouterException.overloaded(
                    "The store is being asked for " + AT_ONCE + " others.", "journal_busy", 1);
        }
        try {
            return question.apply(there);
        } finally {
            freeOfStore.release();
        }
    }

    /**
     * Reads the journal.
     *
     * @throws OpenRouterException 404 where none is kept, 400 for a question that cannot be answered
     */
    public <T> T ask(Question<T> question) {
        if (!free.tryAcquire()) {
            throw OpenRouterException.overloaded(
                    "The journal is being read for " + AT_ONCE + " others.", "journal_busy", 1);
        }
        try {
            return question.answer(UsageSettings.directory(context));
        } catch (NoSuchFileException e) {
            throw OpenRouterException.of(404, "No journal is kept: no call has been made yet.", null, "no_journal");
        } catch (SettingException e) {
            throw OpenRouterException.of(
                    404, "No journal is kept, for openrouter.data-dir is empty.", null, "no_journal");
        } catch (IOException e) {
            LOG.error("The journal in openrouter.data-dir cannot be read: {}", e.toString());
            throw OpenRouterException.overloaded("The journal cannot be read.", "journal_unreadable", 60);
        } finally {
            free.release();
        }
    }
}
