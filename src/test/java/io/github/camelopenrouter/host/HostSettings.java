/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.model.ModelCamelContext;

/**
 * Everything a host may have set, or relies on the default of, as Camel itself tells it: every getter of the context and
 * of its strategies and components. A plain value stands for itself, any other object for its class.
 */
final class HostSettings {

    /** What differs from one start to the next, or counts what there is. */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "getApplicationContextClassLoader", // by which the test takes our jar away
            "getCreateRoute",
            "getUptime",
            "getUptimeMillis",
            "getName",
            "getManagementName",
            "getRoutesSize",
            "getCreated",
            "getBootDate",
            "getEndpointRegistry",
            "getClass",
            "hashCode",
            "toString",
            "getStatus",
            "size",
            "getAttempts",
            "getHits",
            "getMisses");

    private HostSettings() {}

    static Map<String, String> of(CamelContext context) throws Exception {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        Map<String, String> settings = new TreeMap<>();
        read(settings, "context", ModelCamelContext.class, context);
        read(settings, "extension", ExtendedCamelContext.class, extension);
        read(settings, "errorHandler", extension.getErrorHandlerFactory());
        read(settings, "shutdown", context.getShutdownStrategy());
        read(settings, "streamCaching", context.getStreamCachingStrategy());
        read(settings, "typeConverters", context.getTypeConverterRegistry());
        read(settings, "threads", context.getExecutorServiceManager());
        read(settings, "threadProfile", context.getExecutorServiceManager().getDefaultThreadPoolProfile());
        read(settings, "inflight", context.getInflightRepository());
        read(settings, "rest", context.getRestConfiguration());
        for (String component : new String[] {"http", "https", "direct", "platform-http", "kamelet"}) {
            read(settings, component, context.getComponent(component));
        }
        settings.put(
                "eventNotifiers",
                String.valueOf(
                        context.getManagementStrategy().getEventNotifiers().size()));
        settings.put("globalOptions", String.valueOf(context.getGlobalOptions()));
        settings.put(
                "typeConverterCount",
                String.valueOf(context.getTypeConverterRegistry().size()));
        return settings;
    }

    private static void read(Map<String, String> settings, String name, Object object) throws Exception {
        if (object == null) {
            settings.put(name, "null");
        } else {
            read(settings, name, object.getClass(), object);
        }
    }

    private static void read(Map<String, String> settings, String name, Class<?> type, Object object) throws Exception {
        settings.put(name, object.getClass().getName());
        for (Method getter : type.getMethods()) {
            if (isGetter(getter) && Modifier.isPublic(getter.getDeclaringClass().getModifiers())) {
                settings.put(name + "." + getter.getName(), shown(getter.invoke(object)));
            }
        }
    }

    private static boolean isGetter(Method method) {
        boolean named = method.getName().startsWith("get") || method.getName().startsWith("is");
        return named
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && !method.isAnnotationPresent(Deprecated.class)
                && !OF_THE_MOMENT.contains(method.getName());
    }

    private static String shown(Object value) {
        if (value == null) {
            return "null";
        }
        boolean plain = value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum
                || value instanceof Duration;
        return plain
                ? value.toString().replaceAll("camel-\\d+", "camel")
                : value.getClass().getName();
    }
}
