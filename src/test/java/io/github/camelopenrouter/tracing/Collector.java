/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelopenrouter.testing.HttpTest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces, as OpenTelemetry's protocol has it over HTTP. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<KeyValue> resource = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, ISO_8859_1));
            ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(of -> {
                resource.addAll(of.getResource().getAttributesList());
                of.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            });
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** All spans that have come, as soon as there are so many. */
    List<Span> await(int count) {
        HttpTest.await(8).until(() -> spans.size() >= count);
        return List.copyOf(spans);
    }

    int count() {
        return spans.size();
    }

    void forget() {
        spans.clear();
        bodies.clear();
    }

    /** Everything that came over the wire. */
    String text() {
        return String.join("\n", bodies);
    }

    List<KeyValue> resource() {
        return resource;
    }

    static List<Span> of(List<Span> all, SpanKind kind) {
        return all.stream().filter(span -> span.getKind() == kind).toList();
    }

    static Span only(List<Span> all, SpanKind kind) {
        List<Span> found = of(all, kind);
        if (found.size() != 1) {
            throw new AssertionError("Not one span of the kind " + kind + ": " + all);
        }
        return found.get(0);
    }

    /** As a text; null where it has none. */
    static String attribute(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> switch (attribute.getValue().getValueCase()) {
                    case STRING_VALUE -> attribute.getValue().getStringValue();
                    case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
                    case DOUBLE_VALUE -> Double.toString(attribute.getValue().getDoubleValue());
                    case BOOL_VALUE -> Boolean.toString(attribute.getValue().getBoolValue());
                    case ARRAY_VALUE ->
                        attribute.getValue().getArrayValue().getValues(0).getStringValue();
                    default -> "?";
                })
                .findFirst()
                .orElse(null);
    }

    static String id(Span span) {
        return hex(span.getSpanId().toByteArray());
    }

    static String parent(Span span) {
        return hex(span.getParentSpanId().toByteArray());
    }

    static String trace(Span span) {
        return hex(span.getTraceId().toByteArray());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
