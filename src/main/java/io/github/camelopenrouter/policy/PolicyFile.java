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
import java.util.function.Function;
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
    private @Nullable Stamp seen;
    private volatile @Nullable String problem;
    private volatile Function<Policy, @Nullable String> refusal = policy -> null;

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

    /** @param why a policy cannot hold in this process that is one; null for all others */
    void refuse(Function<Policy, @Nullable String> why) {
        refusal = why;
    }

    /**
     * What a look has found.
     *
     * @param policy that holds from now on; null for the one of before
     * @param fault why what is there now is none; null where nothing is new
     */
    record Look(@Nullable Policy policy, @Nullable String fault) {
        private static final Look NOTHING_NEW = new Look(null, null);
    }

    /** @throws SettingException if there is none to begin with */
    Policy readFirst() {
        Look first = look(false);
        if (first.policy() == null) {
            throw new SettingException(setting + " names a file that is no policy: " + problem);
        }
        return first.policy();
    }

    /** Reads it if it is another, and has been so at the look before: nobody takes half of what is being written. */
    Look look() {
        return look(true);
    }

    private Look look(boolean asItWas) {
        String before = problem;
        try {
            Stamp now = Stamp.of(path);
            boolean isSettled = !asItWas || now.equals(seen);
            seen = now;
            if (now.equals(read) || !isSettled) {
                return Look.NOTHING_NEW;
            }
            String text = text(now);
            if (asItWas && !now.equals(Stamp.of(path))) {
                return Look.NOTHING_NEW; // written while it was read
            }
            read = now;
            Policy policy = PolicyYaml.read(name(), text, isTaken, isUpstreamKey);
            String refused = refusal.apply(policy);
            if (refused != null) {
                return new Look(null, fault(name() + " cannot hold: " + refused));
            }
            problem = null;
            return new Look(policy, null);
        } catch (FaultyPolicyException e) {
            return new Look(null, fault(e.getMessage()));
        } catch (CharacterCodingException e) {
            read = seen;
            return new Look(null, fault(name() + " is not UTF-8."));
        } catch (NoSuchFileException e) {
            return unreadable(name() + " does not exist.", before);
        } catch (IOException e) {
            return unreadable(name() + " cannot be read (" + e.getClass().getSimpleName() + ").", before);
        }
    }

    /** It is looked for again and again; that is new once. */
    private Look unreadable(String sentence, @Nullable String before) {
        read = null;
        seen = null;
        fault(sentence);
        return sentence.equals(before) ? Look.NOTHING_NEW : new Look(null, sentence);
    }

    private String fault(String sentence) {
        problem = sentence;
        return sentence;
    }

    private String text(Stamp now) throws IOException {
        if (now.size() > MOST_BYTES) {
            throw new IOException("too large");
        }
        return Files.readString(path);
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
