/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.config.SecretReference;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Sourced;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One setting of which all or parts stand in sources. Whoever uses its value gets it at the start, and whenever it has
 * changed. A source that is away or holds nonsense keeps what it held last, and holds back no other.
 *
 * <p>Read by one thread at a time; everybody may ask for {@link #problems}.
 */
final class SecretSetting<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SecretSetting.class);

    private final String setting;
    private final Sourced<T> written;
    private final Map<String, SecretSource> sources;
    private final Consumer<T> user;
    private volatile Consumer<SecretReference> listener = source -> {};
    private volatile Map<SecretReference, String> contents = Map.of();
    private volatile Map<SecretReference, String> problems = Map.of();

    /**
     * @param setting its full key
     * @param sources by scheme
     * @param user takes each new value, or refuses it by a {@link SettingException}
     */
    SecretSetting(String setting, Sourced<T> written, Map<String, SecretSource> sources, Consumer<T> user) {
        this.setting = setting;
        this.written = written;
        this.sources = sources;
        this.user = user;
    }

    /** The full key. */
    String name() {
        return setting;
    }

    /** @param told which source holds another value than before, once that is used */
    void onChange(Consumer<SecretReference> told) {
        listener = told;
    }

    boolean isRead() {
        return !contents.isEmpty();
    }

    /** A pipe gives what it holds to the gateway, or to nobody. */
    boolean canBeReadTwice() {
        return names().stream()
                .noneMatch(name -> name.scheme().equals(SecretReference.FILE) && FileSource.isPipe(name.name()));
    }

    /** What is read. */
    List<SecretReference> names() {
        return written.sources();
    }

    /** What is wrong with which source, each a sentence. */
    Map<SecretReference, String> problems() {
        return problems;
    }

    /** @throws SettingException if a source is away or holds nonsense */
    void readFirst() {
        Map<SecretReference, String> read = new HashMap<>();
        for (SecretReference name : names()) {
            read.put(name, read(name));
        }
        use(read);
    }

    void readAgain() {
        Map<SecretReference, String> read = new HashMap<>(contents);
        Map<SecretReference, String> wrong = new LinkedHashMap<>();
        for (SecretReference name : names()) {
            try {
                read.put(name, read(name));
            } catch (SettingException e) {
                wrong.put(name, e.getMessage());
            }
        }
        if (!read.equals(contents)) {
            useWhatCanBeUsed(read, wrong);
        }
        tell(wrong);
        problems = Map.copyOf(wrong);
    }

    /** All at once, for two may have changed places; or else each that goes with what the others held last. */
    private void useWhatCanBeUsed(Map<SecretReference, String> read, Map<SecretReference, String> wrong) {
        try {
            use(read);
        } catch (SettingException together) {
            for (SecretReference name : names()) {
                useAlone(name, requireNonNull(read.get(name)), wrong);
            }
        }
    }

    private void useAlone(SecretReference name, String content, Map<SecretReference, String> wrong) {
        Map<SecretReference, String> changed = new HashMap<>(contents);
        if (content.equals(changed.put(name, content))) {
            return;
        }
        try {
            use(changed);
        } catch (SettingException e) {
            wrong.put(name, e.getMessage());
        }
    }

    private void use(Map<SecretReference, String> read) {
        user.accept(written.value(setting, read));
        Map<SecretReference, String> before = contents;
        contents = read;
        read.forEach((name, content) -> {
            if (before.containsKey(name) && !content.equals(before.get(name))) {
                LOG.info("{}: what {} holds has changed, and new calls use it", setting, name);
                listener.accept(name);
            }
        });
    }

    private String read(SecretReference name) {
        SecretSource source = sources.get(name.scheme());
        if (source == null) {
            throw new SettingException(setting + " names " + name + ", but of such sources this gateway has only "
                    + String.join(", ", sources.keySet()) + ".");
        }
        String content;
        try {
            content = source.read(name.name());
        } catch (IOException e) {
            throw new SettingException(setting + " names " + name + ", which " + e.getMessage() + ".");
        }
        if (content.isBlank()) {
            throw new SettingException(setting + " names " + name + ", which is empty.");
        }
        return content.strip();
    }

    private void tell(Map<SecretReference, String> wrong) {
        wrong.forEach((name, sentence) -> {
            if (!sentence.equals(problems.get(name))) {
                LOG.warn("{} What it held last goes on to be used", sentence);
            }
        });
        problems.keySet().stream()
                .filter(name -> !wrong.containsKey(name))
                .forEach(name -> LOG.info("{}: {} can be used again", setting, name));
    }
}
