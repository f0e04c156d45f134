/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.policy.document.FaultyPolicyException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A policy in a file. What is wrong with it is a sentence that says file and line; the policy of before goes on to hold. One
 * thread at a time.
 */
final class PolicyFile {

    private static final long MOST_BYTES = 256L << 20;

    private final Path path;
    private final String setting;
    private final Predicate<String> isTaken;
    private final Predicate<String> isUpstreamKey;
    private @Nullable Stamp read;
    private volatile @Nullable String problem;

    /** What changes with the content; Kubernetes exchanges a link to the file's directory. */
    private record Stamp(FileTime time, long size, @Nullable Object key) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    /**
     * @param setting that names it, for the sentence
     * @param isTaken whether a label is a key's somewhere else
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     */
    PolicyFile(String path, String setting, Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        this.path = Path.of(path);
        this.setting = setting;
        this.isTaken = isTaken;
        this.isUpstreamKey = isUpstreamKey;
    }

    /**
     * @param isTaken whether a label is a key's somewhere else
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     */
    static PolicyFile of(Settings settings, Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        String path = PolicySettings.of(settings).file().orElseThrow();
        return new PolicyFile(path, PolicySettings.fileSetting(), isTaken, isUpstreamKey);
    }

    /** @throws SettingException if there is none to begin with */
    Policy readFirst() {
        Policy policy = readIfChanged().orElse(null);
        if (policy == null) {
            throw new SettingException(setting + " names a file that is no policy: " + problem);
        }
        return policy;
    }

    /** Empty where it is the same, or faulty: see {@link #problem}. */
    Optional<Policy> readIfChanged() {
        try {
            Stamp now = Stamp.of(path);
            if (now.equals(read)) {
                return Optional.empty();
            }
            read = now;
            Policy policy = policy(now);
            problem = null;
            return Optional.of(policy);
        } catch (FaultyPolicyException e) {
            problem = e.getMessage();
        } catch (CharacterCodingException e) {
            problem = name() + " is not UTF-8.";
        } catch (NoSuchFileException e) {
            problem = name() + " does not exist.";
            read = null;
        } catch (IOException e) {
            problem = name() + " cannot be read (" + e.getClass().getSimpleName() + ").";
            read = null;
        }
        return Optional.empty();
    }

    private Policy policy(Stamp now) throws IOException {
        if (now.size() > MOST_BYTES) {
            throw new IOException("too large");
        }
        return PolicyYaml.read(name(), Files.readString(path), isTaken, isUpstreamKey);
    }

    /** A sentence that says what is wrong with it, null where nothing is. */
    @Nullable
    String problem() {
        return problem;
    }

    String name() {
        return String.valueOf(path.getFileName());
    }
}
