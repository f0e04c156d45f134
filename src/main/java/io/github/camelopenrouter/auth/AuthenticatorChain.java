/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who may know a client, asked in turn until one does or refuses. Safe for many threads. */
final class AuthenticatorChain implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(AuthenticatorChain.class);

    private final List<Authenticator> own = new CopyOnWriteArrayList<>();
    private final Supplier<? extends Collection<? extends Authenticator>> beans;
    private volatile @Nullable List<Authenticator> all;

    /** @param beans of the host's, asked for at the first request: not all of them need be there earlier */
    AuthenticatorChain(Supplier<? extends Collection<? extends Authenticator>> beans) {
        this.beans = beans;
    }

    /** Asks this one, too, behind those before it and in front of the host's. */
    void add(Authenticator authenticator) {
        own.add(authenticator);
    }

    boolean hasNoneBut(Authenticator one) {
        return own.equals(List.of(one)) && beans.get().isEmpty();
    }

    @Override
    public @Nullable Principal authenticate(Credentials shown) {
        for (Authenticator authenticator : all()) {
            Principal principal = ask(authenticator, shown);
            if (principal != null) {
                return principal;
            }
        }
        return null;
    }

    /** A fault of one's own lets nobody in either; its message may quote what the client has shown. */
    private static @Nullable Principal ask(Authenticator authenticator, Credentials shown) {
        try {
            return authenticator.authenticate(shown);
        } catch (OpenRouterException refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            LOG.error(
                    "Nobody was let in: the authenticator {} failed with a {}",
                    authenticator.getClass().getName(),
                    e.getClass().getName());
            throw OpenRouterException.internal();
        }
    }

    private List<Authenticator> all() {
        List<Authenticator> known = all;
        if (known == null) {
            known = new ArrayList<>(own);
            known.addAll(beans.get());
            all = known;
        }
        return known;
    }
}
