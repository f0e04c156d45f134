/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.UsageReader;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What of one attempt goes into the record of its call. One thread writes at a time; any may ask. */
final class AttemptFacts {

    private static final int OK = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNAVAILABLE = 503;

    private volatile @Nullable String model;
    private volatile @Nullable Integer status;
    private volatile @Nullable String generationId;
    private volatile @Nullable BigDecimal held;
    private volatile @Nullable ResponseReport report;
    private volatile @Nullable TokenUsage usage;
    private volatile boolean connected;
    private volatile boolean unreachable;
    private volatile boolean free;
    private volatile boolean job;
    private volatile long bytes;
    private volatile long expectedBytes = -1;

    /** This model goes up. */
    void sends(@Nullable String name) {
        model = name;
    }

    /** The head of the answer is there. */
    void head(int code, @Nullable String generation) {
        status = code;
        generationId = generation;
    }

    /** What only looks at something costs nothing: whatever its answer tells of costs, those are not its own. */
    void goesTo(UpstreamTarget target) {
        free = target.free();
        job = target.job();
    }

    boolean isFree() {
        return free;
    }

    /** So much is held for it, in US dollars. */
    void holds(BigDecimal usd) {
        held = usd;
    }

    @Nullable
    BigDecimal held() {
        return held;
    }

    @Nullable
    String model() {
        return model;
    }

    /** The answer is inspected, and this will know what it was. */
    void inspectedBy(ResponseReport reporting) {
        report = reporting;
    }

    /** The answer says that it has so many bytes; less than none if it does not say it. */
    void expects(long count) {
        expectedBytes = count;
    }

    boolean hasAllBytes() {
        return expectedBytes >= 0 && bytes >= expectedBytes;
    }

    /** So many bytes of the answer have come. */
    void received(int count) {
        bytes += count;
    }

    /** There is a connection: from here on nobody can say that nothing was sent. */
    void connected() {
        connected = true;
    }

    /** There was no connection, unless one is known. */
    void unreachable() {
        unreachable = !connected;
    }

    /** Whether it may have begun a job, which goes on without it: to try that again may buy it twice. */
    boolean mayHaveBegunJob() {
        return job && connected && (generationId != null || !isRefused());
    }

    /** How many bytes of the answer have come. */
    long bytes() {
        return bytes;
    }

    /** What the answer says it has used, by now; read once when it has ended. */
    TokenUsage usage() {
        TokenUsage known = free ? TokenUsage.UNKNOWN : usage;
        if (known == null) {
            ResponseFacts answer = answer();
            known = UsageReader.read(answer == null ? null : answer.usage());
            usage = answer == null ? null : known;
        }
        return known;
    }

    /**
     * What is known by now.
     *
     * @param prices what the usage of a model costs where its answer does not say it, null if nobody knows
     */
    CallRecord.Attempt told(
            AttemptMembers members, AttemptSettlement settlement, AttemptTimes times, TokenPrices prices) {
        ResponseFacts answer = answer();
        Integer judged = settlement.status();
        BigDecimal told = usage().cost();
        BigDecimal estimated =
                told == null && isOfAnother() ? prices.costOf(Objects.requireNonNull(model), usage()) : null;
        return new CallRecord.Attempt(
                model,
                model == null ? null : Vendor.of(model),
                answer == null ? null : answer.provider(),
                members.keyLabelOrNull(),
                judged != null && (judged != OK || status == null) ? judged : status,
                generationId,
                told == null ? estimated : told,
                usage().upstreamCost(),
                told != null ? CostSource.ANSWER : estimated != null ? CostSource.ESTIMATE : sourceWithoutCost(times),
                times.total());
    }

    /** OpenRouter names costs, or an id to ask for them by; who only counts tokens is somebody else. */
    private boolean isOfAnother() {
        return generationId == null && model != null && usage().prompt() != null && !namesCost() && countsAll();
    }

    /** An answer that is cut off may have told how long its prompt is, and not how much was written. */
    private boolean countsAll() {
        ResponseFacts answer = answer();
        boolean isWhole = answer == null || answer.outcome() == ResponseFacts.Outcome.COMPLETE;
        return isWhole || usage().completion() != null;
    }

    /** Also one that nobody can read: it is no other's whose calls have no cost. */
    private boolean namesCost() {
        ResponseFacts answer = answer();
        String told = answer == null ? null : answer.usage();
        return told != null && told.contains("\"cost\"");
    }

    private CostSource sourceWithoutCost(AttemptTimes times) {
        return !isOfAnother() && costs(times) ? CostSource.UNRESOLVED : CostSource.NONE;
    }

    private @Nullable ResponseFacts answer() {
        return report == null ? null : report.facts();
    }

    /** OpenRouter refuses without an id of what it generates; whatever else it was sent may have been generated. */
    private boolean costs(AttemptTimes times) {
        if (free) {
            return false;
        }
        if (generationId != null) {
            return true;
        }
        return times.isSent() && !unreachable && (status == null || status < 400) || mayHaveBegunJob();
    }

    /** By a status that says so. Others of 500 and above may come from what stands in between, and know nothing. */
    private boolean isRefused() {
        Integer code = status;
        return code != null && (code >= 400 && code < 500 && code != REQUEST_TIMEOUT || code == UNAVAILABLE);
    }
}
