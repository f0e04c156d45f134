/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the Java clients' programs share. A program is called with the gateway's URL and prints one line of JSON per
 * scenario: {"client","version","scenario","status":"pass|fail|skip","detail"}.
 */
final class Harness {

    static final String TEXT = "Hi, camel!";
    static final String ANSWER = "You said: \"Hi, camel!\"";
    static final String PROVIDER_GONE = "Provider disconnected";
    static final String CUT_SHORT = "before it was complete";
    static final String CITY = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
            + "\"required\":[\"city\"],\"additionalProperties\":false}";
    static final String CITY_SAMPLE = "{\"city\":\"sandbox city\"}";

    static final List<Refusal> REFUSALS = List.of(
            new Refusal("sandbox/status-401", 401, "User not found"),
            new Refusal("sandbox/status-429", 429, "Provider returned error"),
            new Refusal("sandbox/status-402", 402, "requires more credits"),
            new Refusal("sandbox/status-503", 503, "No provider is available"),
            new Refusal("acme/no-such-model", 400, "acme/no-such-model is not a valid model ID"));

    private static final long LIMIT_SECONDS = 30;

    record Refusal(String model, int status, String text) {}

    interface Check {
        void run() throws Exception;
    }

    interface Action {
        Object run() throws Exception;
    }

    static final class Skip extends RuntimeException {
        Skip(String reason) {
            super(reason);
        }
    }

    private Harness() {}

    static Check skip(String reason) {
        return () -> {
            throw new Skip(reason);
        };
    }

    static void expect(boolean condition, String complaint) {
        if (!condition) {
            throw new AssertionError(complaint);
        }
    }

    static void expectContains(String text, String part, String what) {
        expect(text != null && text.contains(part), what + ": expected " + part + ", saw " + text);
    }

    static void expectEqual(Object actual, Object expected, String what) {
        expect(expected.equals(actual), what + ": expected " + expected + ", saw " + actual);
    }

    /** The error that the action ends with; that it ends without one is the failure. */
    static Exception errorOf(String what, Action action) {
        Object outcome;
        try {
            outcome = action.run();
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError(what + " ended without an error: " + outcome);
    }

    /** @param anchor a class out of the client's jar, which carries the version in its name */
    static void run(String client, Class<?> anchor, Map<String, Check> scenarios) {
        String jar = anchor.getProtectionDomain().getCodeSource().getLocation().getPath();
        String version = jar.replaceFirst(".*-(\\d[^/]*)\\.jar$", "$1");
        scenarios.forEach((scenario, check) -> {
            List<String> outcome = outcome(check);
            List<String> fields = new ArrayList<>();
            fields.add("\"client\":" + quoted(client));
            fields.add("\"version\":" + quoted(version));
            fields.add("\"scenario\":" + quoted(scenario));
            fields.add("\"status\":" + quoted(outcome.get(0)));
            fields.add("\"detail\":" + quoted(outcome.get(1)));
            System.out.println("{" + String.join(",", fields) + "}");
        });
        System.exit(0);
    }

    private static List<String> outcome(Check check) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            check.run();
            return null;
        });
        Thread thread = new Thread(task, "scenario");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return List.of("pass", "");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause instanceof Skip ? List.of("skip", cause.getMessage()) : List.of("fail", cause.toString());
        } catch (TimeoutException | InterruptedException e) {
            return List.of("fail", "no end after " + LIMIT_SECONDS + " s");
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ') {
                json.append(' ');
            } else if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
