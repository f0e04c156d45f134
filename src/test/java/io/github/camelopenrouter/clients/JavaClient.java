/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.net.URI;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that runs inside the test. */
abstract class JavaClient implements Client {

    /** What every client is asked and told. */
    static final String TEXT = "Hi, camel!";

    static final String ANSWER = "You said: \"Hi, camel!\"";
    static final String CITY_SAMPLE = "{\"city\":\"sandbox city\"}";
    static final String PROVIDER_GONE = "Provider disconnected";
    static final String CUT_SHORT = "before it was complete";
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Refusals by model, with the status and a part of the text. */
    static final List<Refusal> REFUSALS = List.of(
            new Refusal("sandbox/status-401", 401, "User not found"),
            new Refusal("sandbox/status-429", 429, "Provider returned error"),
            new Refusal("sandbox/status-402", 402, "requires more credits"),
            new Refusal("acme/no-such-model", 400, "acme/no-such-model is not a valid model ID"));

    private static final long LIMIT_SECONDS = 90;
    private static final Pattern JAR_VERSION = Pattern.compile("-(\\d[^/]*)\\.jar$");

    record Refusal(String model, int status, String text) {}

    /** What this version of the client cannot do, whoever answers it. */
    static final class KnownLimit extends RuntimeException {
        KnownLimit(String message) {
            super(message);
        }
    }

    @FunctionalInterface
    interface Check {
        void run() throws Exception;
    }

    /** The scenarios that the client has a notion of. */
    abstract Map<Scenario, Check> checks(URI gateway);

    /** Why the client has no notion of a scenario. */
    abstract String reasonAgainst(Scenario scenario);

    /** A class out of the client's jar, which carries the version in its name. */
    abstract Class<?> anchor();

    @Override
    public final List<Cell> run(URI gateway) {
        Map<Scenario, Check> checks = checks(gateway);
        return Arrays.stream(Scenario.values())
                .map(scenario -> cell(scenario, checks.get(scenario)))
                .toList();
    }

    private Cell cell(Scenario scenario, Check check) {
        if (check == null) {
            return new Cell(name(), version(), scenario, Cell.Status.SKIP, reasonAgainst(scenario));
        }
        Throwable failure = failureOf(check);
        if (failure == null) {
            return new Cell(name(), version(), scenario, Cell.Status.PASS, "");
        }
        return failure instanceof KnownLimit
                ? new Cell(name(), version(), scenario, Cell.Status.SKIP, failure.getMessage())
                : new Cell(name(), version(), scenario, Cell.Status.FAIL, failure.toString());
    }

    private static Throwable failureOf(Check check) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(end, check), "client-scenario");
        thread.setDaemon(true);
        thread.start();
        try {
            end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return new TimeoutException("no end after " + LIMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private static void complete(CompletableFuture<Void> end, Check check) {
        try {
            check.run();
            end.complete(null);
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    private String version() {
        CodeSource source = anchor().getProtectionDomain().getCodeSource();
        Matcher version = JAR_VERSION.matcher(source.getLocation().getPath());
        return version.find() ? version.group(1) : "";
    }
}
