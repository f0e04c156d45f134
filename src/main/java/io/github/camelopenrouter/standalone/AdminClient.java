/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.auth.AdminSettings;
import io.github.camelopenrouter.auth.TokenFile;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.UrlTypes;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Speaks to the management port of a gateway, with a token and straight: neither by a proxy nor on to another address. */
final class AdminClient {

    private static final int UNAUTHORIZED = 401;
    private static final String STANDARD_INPUT = "-";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** A journal of years is read in minutes. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final String token;
    private final String ifUnknown;

    /** @param ifUnknown what to say more where the gateway does not know the token; may be empty */
    AdminClient(URI address, String token, String ifUnknown) {
        this.address = address;
        this.token = token;
        this.ifUnknown = ifUnknown;
    }

    /** @throws SettingException for what is no address of a port */
    static URI address(String url) {
        try {
            return UrlTypes.url().parser().apply(url);
        } catch (IllegalArgumentException e) {
            throw new SettingException("--url must be " + UrlTypes.url().allowed() + ".");
        }
    }

    /**
     * The token, which is never an argument: others on the machine see those.
     *
     * @param file that the command line names; {@code -} for what comes in
     * @throws SettingException if there is none, or none that can be used
     */
    static String token(CamelContext context, Optional<String> file, InputStream in) {
        if (file.equals(Optional.of(STANDARD_INPUT))) {
            return firstLine(in);
        }
        return file.map(path -> new TokenFile("--token-file", path))
                .or(() -> AdminSettings.tokenFile(context))
                .or(() -> UsageSettings.findDirectory(context).map(StartToken::find))
                .orElseThrow(() -> new SettingException("There is no admin token: openrouter.data-dir is empty, and"
                        + " neither openrouter.admin.token-file nor --token-file names a file."))
                .token();
    }

    private static String firstLine(InputStream in) {
        try {
            String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
            if (line != null && line.strip().matches("[\\x21-\\x7e]+")) {
                return line.strip();
            }
        } catch (IOException e) {
            // said below
        }
        throw new SettingException("There is no token on standard input (--token-file -).");
    }

    /**
     * The answer's text.
     *
     * @throws SettingException if there is no answer, or one that is no success
     */
    String send(AdminOrder order) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        address.resolve("/admin/v1/" + order.path() + query(order.parameters())))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token);
        if (!order.method().equals("GET")) {
            request.header("Content-Type", "application/json")
                    .method(order.method(), BodyPublishers.ofString(order.body()));
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT)
                .build();
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new SettingException(refusal(answer));
            }
            String text = answer.body();
            return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        } catch (IOException e) {
            throw new SettingException("No gateway answers at " + address
                    + ": start it, or name its management port with" + " camel.management.port or --url.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SettingException("Interrupted before the gateway had answered.");
        }
    }

    static String json(Map<String, String> parameters) {
        return JSON.valueToTree(parameters).toString();
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
    }

    private String refusal(HttpResponse<String> answer) {
        String message = "";
        try {
            message = JSON.readTree(answer.body()).at("/error/message").asText();
        } catch (JsonProcessingException e) {
            // from somebody else than a gateway
        }
        return "The gateway refuses with " + answer.statusCode() + (message.isEmpty() ? "." : ": " + message)
                + (answer.statusCode() == UNAUTHORIZED ? ifUnknown : "");
    }
}
