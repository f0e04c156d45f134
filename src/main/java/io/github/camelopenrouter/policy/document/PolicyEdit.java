/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A policy on its way to the next: entries are put in and taken out, one that is wrong is a fault at once, and what they name
 * of others is looked at when all are there. The policy of before stays as it is; what has not changed is shared with it. One
 * thread at a time.
 */
public final class PolicyEdit {

    private static final String TEAM = "team";

    private final Policy before;
    private final long revision;
    private final Predicate<String> isUpstreamKey;
    private final Map<Ref, Change> changes = new LinkedHashMap<>();
    private final Map<Kind, CopiedMap<Entry>> entries = new EnumMap<>(Kind.class);
    private final CopiedMap<Level> teams;
    private final KeyIndex keys;
    private final CopiedMap<PolicyUser> users;
    private Level organisation;
    private Defaults defaults;

    private record Ref(Kind kind, String name) {}

    /**
     * What has become of an entry.
     *
     * @param entry null where it is gone
     */
    public record Change(Kind kind, String name, @Nullable Entry entry, String pointer) {}

    /**
     * @param revision that entries of this edit get
     * @param isTaken whether a label is a key's somewhere else
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     */
    public PolicyEdit(Policy before, long revision, Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        this.before = before;
        this.isUpstreamKey = isUpstreamKey;
        this.revision = revision;
        for (Kind kind : Kind.values()) {
            entries.put(kind, new CopiedMap<>(before.entries(kind)));
        }
        this.teams = new CopiedMap<>(before.teams());
        this.keys = new KeyIndex(before, isTaken);
        this.users = new CopiedMap<>(before.users());
        this.organisation = before.organisation();
        this.defaults = before.defaults();
    }

    /** Whether nobody has ever changed the policy before. */
    public boolean isOfTheFirst() {
        return revision == 1;
    }

    /** The policy that is changed. */
    public Policy before() {
        return before;
    }

    /** The key of this label after what has been done so far; null where there is none. */
    public @Nullable PolicyKey key(String label) {
        return keys.get(label);
    }

    /** As it is after what has been done so far; null where there is none. */
    public @Nullable Entry entry(Kind kind, String name) {
        return of(kind).get(name);
    }

    /** @throws PolicyFault if it cannot be such an entry */
    public void put(Kind kind, String name, JsonNode written, String pointer) throws PolicyFault {
        put(kind, name, written, pointer, revision);
    }

    /** @param entryRevision that brought it */
    public void put(Kind kind, String name, JsonNode written, String pointer, long entryRevision) throws PolicyFault {
        if (kind.isNamed()) {
            Fields.requireName(name, pointer);
        }
        String text = PolicyJson.write(kind, EntryReader.orNothing(written), pointer);
        switch (kind) {
            case DEFAULTS -> replaceDefaults(EntryReader.defaults(written, pointer));
            case ORGANISATION -> organisation = EntryReader.organisation(written, pointer);
            case TEAM -> teams.put(name, EntryReader.team(name, written, pointer));
            case USER -> users.put(name, EntryReader.user(name, written, pointer));
            case KEY -> keys.put(name, EntryReader.key(name, defaults.complete(written), pointer), pointer);
        }
        Entry entry = new Entry(kind, name, text, entryRevision);
        of(kind).put(name, entry);
        changes.put(new Ref(kind, name), new Change(kind, name, entry, pointer));
    }

    private void replaceDefaults(Defaults next) throws PolicyFault {
        defaults = next;
        for (Entry entry : new ArrayList<>(of(Kind.KEY).asItIs().values())) {
            String pointer = "/keys/" + entry.name();
            keys.put(entry.name(), EntryReader.key(entry.name(), next.complete(entry.document()), pointer), pointer);
        }
    }

    /** Where it is there at all. */
    public void remove(Kind kind, String name) throws PolicyFault {
        switch (kind) {
            case DEFAULTS -> replaceDefaults(Defaults.NONE);
            case ORGANISATION -> organisation = Level.silent("the organisation");
            case TEAM -> teams.remove(name);
            case USER -> users.remove(name);
            case KEY -> keys.remove(name);
        }
        of(kind).remove(name);
        changes.put(new Ref(kind, name), new Change(kind, name, null, ""));
    }

    /** @throws PolicyFault if an entry names a team, a user or an OpenRouter key that is not there */
    public void check() throws PolicyFault {
        for (Change change : changes.values()) {
            if (change.entry() == null) {
                requireUnused(change);
            } else {
                requireTeams(change);
                requireUser(change);
                requireUpstreamKeys(change);
            }
        }
    }

    private void requireTeams(Change change) throws PolicyFault {
        PolicyKey key = change.kind() == Kind.KEY ? keys.get(change.name()) : null;
        if (key != null && key.principal().team() != null) {
            requireTeam(key.principal().team(), change.pointer() + "/" + TEAM);
        }
        PolicyUser user = change.kind() == Kind.USER ? users.get(change.name()) : null;
        if (user != null) {
            for (String team : user.teams()) {
                requireTeam(team, change.pointer() + "/teams");
            }
        }
    }

    private void requireUpstreamKeys(Change change) throws PolicyFault {
        JsonNode written = Objects.requireNonNull(change.entry()).document();
        JsonNode level = change.kind() == Kind.DEFAULTS ? written.path("key") : written;
        String pointer = change.pointer() + (change.kind() == Kind.DEFAULTS ? "/key" : "") + "/upstream-keys/";
        JsonNode labels = level.path("upstream-keys");
        for (int i = 0; i < labels.size(); i++) {
            if (!isUpstreamKey.test(labels.get(i).asText())) {
                throw new PolicyFault(pointer + i, "there is no OpenRouter key of this label");
            }
        }
    }

    private void requireTeam(String team, String pointer) throws PolicyFault {
        if (teams.get(team) == null) {
            throw new PolicyFault(pointer, "there is no team of that name under 'teams'");
        }
    }

    private void requireUser(Change change) throws PolicyFault {
        PolicyKey key = change.kind() == Kind.KEY ? keys.get(change.name()) : null;
        if (key != null
                && key.principal().user() != null
                && users.get(key.principal().user()) == null) {
            throw new PolicyFault(change.pointer() + "/user", "there is no user of that name under 'users'");
        }
    }

    private void requireUnused(Change gone) throws PolicyFault {
        if (gone.kind() != Kind.TEAM && gone.kind() != Kind.USER) {
            return;
        }
        for (Map.Entry<String, PolicyKey> key : keys.asItIs().entrySet()) {
            Principal holder = key.getValue().principal();
            String named = gone.kind() == Kind.TEAM ? holder.team() : holder.user();
            if (gone.name().equals(named)) {
                throw new PolicyFault(
                        "/keys/" + key.getKey(),
                        "the key '" + key.getKey() + "' is of this "
                                + gone.kind().word());
            }
        }
        for (Map.Entry<String, PolicyUser> user : users.asItIs().entrySet()) {
            if (gone.kind() == Kind.TEAM && user.getValue().teams().contains(gone.name())) {
                throw new PolicyFault("/users/" + user.getKey(), "the user '" + user.getKey() + "' is of this team");
            }
        }
    }

    /** Of each entry what has become of it last. */
    public Collection<Change> changes() {
        return List.copyOf(changes.values());
    }

    /** The next policy; nothing more is put in. */
    public Policy result() {
        Map<Kind, Map<String, Entry>> written = new EnumMap<>(Kind.class);
        entries.forEach((kind, map) -> written.put(kind, map.finished()));
        return new Policy(
                organisation,
                teams.finished(),
                keys.finishedByLabel(),
                keys.finishedByHash(),
                users.finished(),
                defaults,
                written,
                revision);
    }

    private CopiedMap<Entry> of(Kind kind) {
        return Objects.requireNonNull(entries.get(kind));
    }
}
