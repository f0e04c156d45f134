/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.auth.ClientKeys;
import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.config.CheckedAtStart;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.PolicySettings.Revoke;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.VisibleModels;
import io.github.camelopenrouter.policy.budgets.BudgetSettings;
import io.github.camelopenrouter.policy.budgets.Budgets;
import io.github.camelopenrouter.policy.document.NamedModel;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyUser;
import io.github.camelopenrouter.policy.limits.Limits;
import io.github.camelopenrouter.policy.request.AuthorizeAttempt;
import io.github.camelopenrouter.policy.request.AuthorizeCall;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.policy.request.Grants;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import io.github.camelopenrouter.spi.Membership;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Has a policy hold in a gateway: its keys come in, and what they ask for is looked at before it is sent. */
public final class PolicyFeature implements Feature, CheckedAtStart {

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public List<Setting<?>> settings() {
        return Stream.of(PolicySettings.SECTION, BudgetSettings.SECTION)
                .flatMap(section -> section.settings().stream())
                .toList();
    }

    /** A file that only an empty store is filled with is read where that is found to be empty. */
    @Override
    public void check(CamelContext context, Settings settings) {
        if (!DummyValue.standsForAbsent(context) && !PolicySettings.of(settings).stored()) {
            PolicyFile.of(settings, label -> false, label -> true).readFirst();
        }
    }

    @Override
    public void install(FeatureContext gateway) throws Exception {
        CamelContext context = gateway.camelContext();
        if (DummyValue.standsForAbsent(context)) {
            return;
        }
        Settings settings = gateway.part(Settings.class);
        KeyPool keys = gateway.part(KeyPool.class);
        Policies policies = new Policies();
        PolicyFile file = null;
        if (PolicySettings.of(settings).stored()) {
            PolicyFromStore.follow(gateway, settings, policies);
        } else {
            file = PolicyFile.of(settings, gateway.part(ClientKeys.class)::has, upstreamKeys(settings, keys));
            PolicyFromFile.follow(gateway, file, policies);
        }
        keys.reserve(() -> policies.get().reservedKeys());
        Clock clock = Clock.systemUTC();
        CallGrants grants = new CallGrants(
                policies,
                new Grants(policies, clock, gateway.part(ModelCatalogue.class)::namesOf),
                PolicySettings.of(settings).unnamed(),
                gateway.part(ClientKeys.class)::hasLabel);
        ModelGroups groups = gateway.part(ModelGroups.class);
        gateway.part(Memberships.class)
                .set(
                        user -> membership(policies.get().users().get(user)),
                        team -> policies.get().teams().containsKey(team));
        gateway.authenticator(new PolicyKeys(policies, clock));
        gateway.step(Place.REQUEST, "authorize", new AuthorizeCall(grants, groups));
        if (PolicySettings.of(settings).revoke() == Revoke.END) {
            RunningCalls running = new RunningCalls(policies, clock);
            gateway.step(Place.REQUEST, "revocable", running);
            policies.onChange((before, now) -> running.endRevoked());
            gateway.closeAtEnd(RepeatedLook.begin(
                    context, gateway.prefix() + "revoked", Duration.ofSeconds(1), running::endRevoked));
        }
        Limits.install(gateway, policies, grants);
        Function<Policy, @Nullable String> lacking = Budgets.install(gateway, policies);
        if (file != null) {
            file.refuse(lacking);
        }
        gateway.step(Place.ATTEMPT, "authorize", new AuthorizeAttempt(grants));
        gateway.part(VisibleModels.class).set(exchange -> visible(grants.apply(exchange), groups));
    }

    /** A group may be called by whoever may call all its members. */
    private static Predicate<String> visible(Grant grant, ModelGroups groups) {
        return name -> {
            List<String> members = groups.members(name);
            return (members == null ? List.of(name) : members)
                    .stream().allMatch(model -> grant.allows(NamedModel.of(model)));
        };
    }

    /** A gateway with a name has keys of its own, which a policy of all gateways need not speak of. */
    static Predicate<String> upstreamKeys(Settings settings, KeyPool keys) {
        return settings.instance().equals(InstanceName.UNNAMED) ? keys::hasLabel : label -> true;
    }

    private static Membership membership(@Nullable PolicyUser user) {
        return user == null ? Membership.NONE : new Membership(user.teams(), user.roles());
    }
}
