/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.policy.document.Allow.Part;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy as operators write it, and what they are told where they have written something else. */
class PolicyYamlTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    private static final String WHOLE = """
            organisation: { budgets: [{ usd: "5000", period: month }] }
            teams:
              support:
                models: ["openai/*", "mistralai/*"]
                deny-models: ["openai/o1-pro"]
                provider: { data_collection: deny, zdr: true, only: [openai, azure] }
                allow: { server-tools: [], plugins: [response-healing], presets: [], tiers: [default, flex], variants: ["*"], tools: ["*"], modalities: [text, image], debug: true }
                caps: { output-tokens: 8000, n: 4 }
                budgets: [{ usd: "500", period: month, when-spent: refuse }, { usd: "50", period: day, when-spent: { model: openai/gpt-4o-mini } }]
                limits: { requests: 600/min, tokens: 200000/min, concurrent: 50 }
                upstream-keys: [team-a]
                tags: { cost-centre: "4711" }
                require-tags: [project]
              empty:
            keys:
              support-bot: { team: support, sha256: %s, budgets: [{ usd: "20", period: day }], expires: 2027-01-01 }
            users:
              ada@example.org: { teams: [support], roles: [lead] }
            defaults: { key: { limits: { requests: 60/min }, caps: { n: 1 } }, estimate: { completion-tokens: 4096, tools-usd: "0.10" } }
            """.formatted(HASH.toUpperCase());

    /** No schema knows the zones of the world. */
    @Test
    void aZoneThatIsNoneIsAFault() {
        assertThatThrownBy(() -> PolicyYaml.read(
                        "policy.yaml",
                        "organisation:\n  budgets:\n    - {usd: '5', period: day, zone: Mars/Base}",
                        label -> false))
                .hasMessageContaining("policy.yaml, line 3: 'zone' must be a time zone, as in Europe/Berlin or UTC");
    }

    @Test
    void readsAWholeOne() {
        Policy policy = read(WHOLE);
        Level support = policy.teams().get("support");
        assertThat(support.allows(NamedModel.of("OpenAI/gpt-4o:free"))).isTrue();
        assertThat(support.allows(NamedModel.of("openai/o1-pro"))).isFalse();
        assertThat(support.provider().toString())
                .isEqualTo("{\"data_collection\":\"deny\",\"zdr\":true,\"only\":[\"openai\",\"azure\"]}");
        assertThat(support.allow().of(Part.SERVER_TOOLS).isEmpty()).isTrue();
        assertThat(support.allow().of(Part.DEBUG).contain("debug")).isTrue();
        assertThat(support.allow().of(Part.ROUTE)).isNull();
        assertThat(support.caps()).isEqualTo(new Caps(8000L, 4L));
        assertThat(support.upstreamKeys()).containsExactly("team-a");
        assertThat(support.tags()).containsEntry("cost-centre", "4711");
        assertThat(support.requiredTags()).containsExactly("project");
        assertThat(policy.teams().get("empty").models()).isNull();
        PolicyKey key = policy.keyOf(HASH);
        assertThat(key.principal()).isEqualTo(new Principal("support-bot", "support", null, Set.of()));
        assertThat(key.level().caps()).isEqualTo(new Caps(null, 1L));
        assertThat(key.isGoodAt(Instant.parse("2027-01-01T23:59:59Z"))).isTrue();
        assertThat(key.isGoodAt(Instant.parse("2027-01-02T00:00:00Z"))).isFalse();
        assertThat(policy.users().get("ada@example.org").roles()).containsExactly(Role.LEAD);
        assertThat(policy.estimate().path("tools-usd").asText()).isEqualTo("0.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"organisation: {}", "teams: { a: }", "{\"teams\": {\"a\": {\"models\": []}}}"})
    void littleIsAPolicyToo(String text) {
        assertThat(read(text).keys()).isEmpty();
    }

    static Stream<String> good() {
        return Stream.of(
                WHOLE,
                "organisation: {}",
                "teams: { a: { models: [] } }",
                "teams: { a: }",
                "teams: { a: }\nkeys:\n",
                "organisation: { models: ['*', '*gpt*', a/b, 'OpenAI/*', openrouter/auto, '~a/b-latest', 'a/b@preset/p:1', '@preset/p'],"
                        + " deny-models: ['openrouter/*', '~a/*', '*o1*', '*/x', '@preset/p', 'a/b@preset/p'],"
                        + " allow: { tiers: ['*', auto], speeds: [fast, '*'], variants: ['*', free], presets: [p], files: [content, url, file_id] } }",
                "users: { '!$&()*+,-:=@[]^_`{|}~.a': }");
    }

    /** Those that show without the rest of the file. */
    static Stream<String> faultsOfOneValue() {
        return faults().filter(
                        fault -> !fault.get()[2].toString().matches(".*(no team|no user|too|twice|YAML|deeply).*"))
                .map(fault -> fault.get()[0].toString());
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("{}", 1, "there is nothing in it"),
                Arguments.of("teams:\nkeys: {}\nusers:", 1, "there is nothing in it"),
                Arguments.of("teams:\n  a:\n    model: [x]", 3, "'model' is not known here"),
                Arguments.of(
                        "teams:\n  a:\n    deny-models: ['o1-pro*']", 3, "named with its author, as 'openai/gpt-4o'"),
                Arguments.of("teams:\n  a:\n    deny-models: [gpt-4o]", 3, "not by an alias or a bare name"),
                Arguments.of("teams:\n  a:\n    models:\n    - x/y\n    - our-best", 5, "not by an alias"),
                Arguments.of(
                        "teams:\n  a:\n    models: ['openai/gpt-4o:free']", 3, "without its variant, 'openai/gpt-4o'"),
                Arguments.of("teams:\n  a:\n    deny-models: ['*:free']", 3, "belongs to allow.variants"),
                Arguments.of("teams:\n  a:\n    models: ['openai/gpt-4?']", 3, "this is no model's name"),
                Arguments.of(
                        "teams:\n  a:\n    models: [openrouter/openai/o1]", 3, "without 'openrouter/': 'openai/o1'"),
                Arguments.of("teams:\n  a:\n    models: ['openrouter/*']", 3, "are allowed one by one"),
                Arguments.of("teams:\n  a:\n    models: ['~openai/*']", 3, "are allowed one by one"),
                Arguments.of("teams:\n  a:\n    models: ['a/b/*']", 3, "this matches no model"),
                Arguments.of("teams:\n  a:\n    models: ['@preset/*']", 3, "named one by one"),
                Arguments.of("teams:\n  a:\n    models: ['openai/gpt 4']", 3, "this is no model's name"),
                Arguments.of("teams:\n  a:\n    models: x", 3, "'models' must be a list"),
                Arguments.of("teams:\n  a:\n    models:\n      - x/y\n      - 3", 5, "must be a text"),
                Arguments.of("teams:\n  a:\n    models:\n      - ''", 4, "must be a text"),
                Arguments.of("teams: [a]", 1, "must be names with values"),
                Arguments.of("team:\n  a: {}", 1, "'team' is not known here"),
                Arguments.of("teams:\n  a b: {}", 1, "is no name"),
                Arguments.of("teams:\n  'a;1': {}", 1, "is no name"),
                Arguments.of("teams:\n  '%2e': {}", 1, "is no name"),
                Arguments.of("users:\n  'a?b': {}", 1, "is no name"),
                Arguments.of("users:\n  'a#b': {}", 1, "is no name"),
                Arguments.of("keys:\n  admin-token: { sha256: " + HASH + " }", 2, "no key is called 'admin-token'"),
                Arguments.of("keys:\n  a..b: { sha256: " + HASH + " }", 1, "is no name"),
                Arguments.of("teams:\n  '.': {}", 1, "is no name"),
                Arguments.of("teams:\n  Á: {}", 1, "letters, digits and signs of ASCII"),
                Arguments.of("keys:\n  k: { team: x, sha256: " + HASH + " }", 2, "there is no team of that name"),
                Arguments.of("keys:\n  k: { user: x, sha256: " + HASH + " }", 2, "there is no user of that name"),
                Arguments.of("keys:\n  k: { sha256: abc }", 2, "'sha256' must be the SHA-256"),
                Arguments.of("keys:\n  k: {}", 2, "'sha256' must be the SHA-256"),
                Arguments.of("keys:\n  taken: { sha256: " + HASH + " }", 2, "stands in openrouter.auth.keys, too"),
                Arguments.of(
                        "keys:\n  k: { sha256: " + HASH + " }\n  l: { sha256: " + HASH + " }", 3, "another label, too"),
                Arguments.of("keys:\n  k:\n    sha256: " + HASH + "\n    expires: soon", 4, "'expires' must be a day"),
                Arguments.of("keys:\n  k:\n    sha256: " + HASH + "\n    disabled: 'yes'", 4, "must be true or false"),
                Arguments.of("users:\n  u:\n    roles: [boss]", 3, "a role is admin"),
                Arguments.of("users:\n  u:\n    teams: [x]", 3, "there is no team of that name"),
                Arguments.of("organisation:\n  caps:\n    n: 0", 3, "must be a whole number above 0"),
                Arguments.of("organisation:\n  caps:\n    output-tokens: 1.5", 3, "must be a whole number above 0"),
                Arguments.of("organisation:\n  provider:\n    onyl: [a]", 3, "is no field of OpenRouter's provider"),
                Arguments.of("organisation:\n  provider:\n    only: a", 3, "must be a list of names"),
                Arguments.of("organisation:\n  provider:\n    zdr: 'true'", 3, "must be true or false"),
                Arguments.of("organisation:\n  provider:\n    data_collection: no", 3, "must be allow or deny"),
                Arguments.of("organisation:\n  allow:\n    server-tools: ['*']", 3, "named one by one"),
                Arguments.of("organisation:\n  allow:\n    modalities: [smell]", 3, "a modality is audio, image"),
                Arguments.of("organisation:\n  allow:\n    tiers: [proirity]", 3, "a tier is auto, batch, default"),
                Arguments.of("organisation:\n  allow:\n    speeds: [quick]", 3, "a speed is fast, standard or *"),
                Arguments.of("organisation:\n  allow:\n    variants: [':free']", 3, "without its colon"),
                Arguments.of("organisation:\n  allow:\n    presets: ['@preset/p']", 3, "by its name alone: 'p'"),
                Arguments.of(
                        "organisation:\n  allow:\n    files: [all]",
                        3,
                        "a way to name a file is content, file_id, url"),
                Arguments.of("organisation:\n  allow:\n    debug: sometimes", 3, "must be true or false"),
                Arguments.of("organisation:\n  budgets:\n    - usd: 5\n      period: day", 3, "as a text"),
                Arguments.of("organisation:\n  budgets:\n    - usd: '5'\n      period: decade", 4, "'period' must be"),
                Arguments.of(
                        "organisation:\n  budgets:\n    - {usd: '5', period: day, when-spent: {model: gpt-5-nano}}",
                        3,
                        "as in openai/gpt-4o-mini"),
                Arguments.of(
                        "organisation:\n  budgets:\n    - {usd: '5', period: week, week-start: caturday}",
                        3,
                        "'week-start'"),
                Arguments.of(
                        "organisation:\n  budgets:\n    - {usd: '5', period: day, when-spent: cry}", 3, "'when-spent'"),
                Arguments.of("organisation:\n  limits:\n    requests: 600", 3, "must be a rate, as in 600/min"),
                Arguments.of("organisation:\n  limits:\n    requests: 600/week", 3, "must be a rate"),
                Arguments.of("organisation:\n  tags:\n    Cost: x", 3, "the name of a tag"),
                Arguments.of("organisation:\n  tags:\n    cost: 'a,b'", 3, "the value of a tag"),
                Arguments.of("teams:\n  a:\n    models:\n    #  - openai/*", 3, "'models' has no value"),
                Arguments.of("organisation:", 1, "'organisation' has no value"),
                Arguments.of("defaults:\n#  key: { limits: { requests: 60/min } }", 1, "'defaults' has no value"),
                Arguments.of("keys:\n  k: { team: , sha256: " + HASH + " }", 2, "'team' has no value"),
                Arguments.of(
                        "keys:\n  k: { sha256: " + "ab".repeat(32) + " }", 2, "stands in openrouter.auth.keys, too"),
                Arguments.of(
                        "teams:\n  a:\n    provider:\n      max_price: { prompt: -1 }",
                        4,
                        "numbers that are not negative"),
                Arguments.of("defaults:\n  keys: {}", 2, "'keys' is not known here"),
                Arguments.of("defaults:\n  estimate:\n    tools-usd: 1", 3, "as a text"),
                Arguments.of("teams:\n  a: {}\n  a: {}", 3, "twice"),
                Arguments.of("teams:\n  a: {\n", 3, "this is no YAML"),
                Arguments.of("teams: &t\n  a: *t", 2, "nested too deeply"),
                Arguments.of("teams:\n  ? [a]\n  : {}", 1, "this is no YAML"));
    }

    @ParameterizedTest
    @CsvSource({
        "*, openai/gpt-4o, true",
        "*gpt*, openai/gpt-4o:free, true",
        "*/gpt-4o, OpenAI/gpt-4o, true",
        "OPENAI/gpt-*, openai/gpt-4o, true",
        "*, openrouter/auto, false",
        "openrouter/auto, openrouter/auto, true",
        "~openai/gpt-latest, ~openai/gpt-latest, true",
        "openai/gpt-4o, openai/gpt-4o@preset/p, true",
        "openai/gpt-4o@preset/p, openai/gpt-4o@preset/P, true",
        "openai/gpt-4o@preset/p, openai/gpt-4o@preset/q, false",
        "openai/gpt-4o@preset/p, openai/gpt-4o, false",
        "@preset/p, @preset/p, true"
    })
    void aPatternAllowsWhatItIsWrittenFor(String pattern, String model, boolean allowed) {
        Policy policy = read("organisation: { models: ['" + pattern + "'] }");
        assertThat(policy.organisation().allows(NamedModel.of(model))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter/*, openrouter/auto",
        "~openai/*, ~openai/gpt-latest",
        "*o1-pro*, openai/o1-pro",
        "openai/gpt-4o, openai/gpt-4o@preset/p",
        "openai/gpt-4o@preset/p, openai/gpt-4o@preset/p",
        "@preset/p, @preset/p"
    })
    void aPatternDeniesWhatItIsWrittenFor(String pattern, String model) {
        Policy policy = read("organisation: { deny-models: ['" + pattern + "'] }");
        assertThat(policy.organisation().allows(NamedModel.of(model))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void saysInWhichLineWhatIsWrong(String text, int line, String words) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(FaultyPolicyException.class)
                .hasMessageStartingWith("policy.yaml, line " + line + ": ")
                .hasMessageContaining(words);
    }

    private static Policy read(String text) {
        return PolicyYaml.read("policy.yaml", text, label -> label.equals("taken") || label.equals("ab".repeat(32)));
    }
}
