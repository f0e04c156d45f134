/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.sandbox.Sandbox;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox of an instance that a host has set {@code openrouter.sandbox=true} for: it listens before the instance's
 * routes are made, on a port of its own, and ends with the CamelContext.
 */
final class EmbeddedSandbox extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSandbox.class);

    /** The sandbox accepts any. */
    private static final String KEY = "sandbox";

    /** What the sandbox is made of; a host that serves by something else may have none. */
    private static final String VERTX = "io.vertx.core.Vertx";

    private final Sandbox sandbox;

    private EmbeddedSandbox(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** The same settings, with a sandbox of their own as the upstream if they ask for one. */
    static Settings inPlaceOfOpenRouter(CamelContext context, Settings settings) throws Exception {
        if (!settings.needsSandbox()) {
            return settings;
        }
        if (context.getClassResolver().resolveClass(VERTX) == null) {
            throw new SettingException(settings.instance().settingsPrefix()
                    + "sandbox=true needs Vert.x, which is not on the class path: add io.vertx:vertx-core.");
        }
        Sandbox sandbox = Sandbox.start(0);
        context.addService(new EmbeddedSandbox(sandbox));
        LOG.info(
                "The sandbox answers in place of OpenRouter: {}sandbox is true",
                settings.instance().settingsPrefix());
        return settings.withUpstream(KEY, sandbox.baseUrl());
    }

    @Override
    protected void doStop() {
        sandbox.close();
    }
}
