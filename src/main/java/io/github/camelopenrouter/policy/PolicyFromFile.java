/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.config.ProblemHealth;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.store.PolicyBook;
import io.github.camelopenrouter.spi.AuditTrail;
import io.github.camelopenrouter.spi.FeatureContext;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the policy of a file hold, and the one that stands in it later. */
final class PolicyFromFile {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFeature.class);

    /** Two of them, and what has changed holds: that is well within two seconds. */
    private static final Duration EVERY = Duration.ofMillis(600);

    private final CamelContext context;
    private final PolicyFile file;
    private final Policies policies;

    private PolicyFromFile(CamelContext context, PolicyFile file, Policies policies) {
        this.context = context;
        this.file = file;
        this.policies = policies;
    }

    static void follow(FeatureContext gateway, PolicyFile file, Policies policies) {
        CamelContext context = gateway.camelContext();
        Policy first = file.readFirst();
        policies.replace(first);
        logHolding(file, first);
        gateway.health(new ProblemHealth(
                gateway.prefix() + "policy",
                () -> "The policy holds as it stands in " + file.name(),
                "The policy of before holds: ",
                file::problem));
        if (context.getRegistry().lookupByName(PolicyBook.BEAN) == null) {
            context.getRegistry().bind(PolicyBook.BEAN, new Book(policies));
            gateway.closeAtEnd(() -> context.getRegistry().unbind(PolicyBook.BEAN)); // the next gateway has another
        }
        PolicyFromFile watch = new PolicyFromFile(context, file, policies);
        gateway.closeAtEnd(RepeatedLook.begin(context, gateway.prefix() + "policy", EVERY, watch::look));
    }

    private void look() {
        PolicyFile.Look found = file.look();
        Policy next = found.policy();
        if (next != null) {
            AuditTrail.find(context)
                    .ifPresent(trail -> trail.happened(AuditEvent.ofGateway("policy.change", file.name(), Map.of())));
            policies.replace(next);
            logHolding(file, next);
        }
        if (found.fault() != null) {
            LOG.error("The policy stays as it was: {}", found.fault());
        }
    }

    private static void logHolding(PolicyFile file, Policy policy) {
        LOG.info(
                "{} holds from now on: {} teams, {} keys",
                file.name(),
                policy.teams().size(),
                policy.keys().size());
    }

    /** Whoever may write the file changes it. */
    private record Book(Policies policies) implements PolicyBook {
        @Override
        public Policy policy() {
            return policies.get();
        }

        @Override
        public <T> T change(PolicyChange<T> change) {
            throw OpenRouterException.of(
                    409,
                    "The policy is the file of openrouter.policy.file, and is changed there; openrouter.policy=store keeps it"
                            + " where it can be changed here.",
                    null,
                    "policy_is_a_file");
        }
    }
}
