/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.sandbox.Sandbox;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox of an instance that a host has set {@code openrouter.sandbox=true} for: it listens before the instance's
 * routes are made, on a port of its own, and ends with the CamelContext.
 */
final class EmbeddedSandbox extends ServiceSupport implements SettingsFeature {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSandbox.class);

    /** The sandbox accepts any. */
    private static final String KEY = "sandbox";

    private @Nullable Sandbox sandbox;

    @Override
    public String name() {
        return "sandbox";
    }

    /** The same settings, with a sandbox of their own as the upstream. */
    @Override
    public Settings change(CamelContext context, Settings settings) throws Exception {
        Sandbox started = Sandbox.start(0);
        sandbox = started;
        context.addService(this);
        LOG.info(
                "The sandbox answers in place of OpenRouter: {}sandbox is true",
                settings.instance().settingsPrefix());
        return settings.withUpstream(KEY, started.baseUrl());
    }

    @Override
    public void undo(CamelContext context) throws Exception {
        context.removeService(this);
        stop();
    }

    @Override
    protected void doStop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
