"""The run: who takes part, which lanes, in which order."""

import hashlib
import resource
import time
from pathlib import Path

from . import archive, call, contestants, field, guard, jdks, load, report
from .bench import Bench
from .lanes_calls import Large, LargeHeap, Latency, Paced, Throughput
from .lanes_start import Start, WarmUp
from .lanes_streams import OpenStreams, Streams
from .lanes_young import FirstMinute, YoungCalls, YoungStreams
from .options import CONTESTANTS
from .postgres import Postgres
from .service import StartFailed
from .tools import Missing

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "target/bench"
ENOUGH_CALLS, OTHERS_WARM_UP, MANY_FILES = 20_000, 3, 65_536
PACKAGE = "io.github.camelopenrouter.bench."
SETTLED, PIECE = 0.1, 4     # a warm JVM's compiler takes no larger share of its CPU time; looked at after so many bursts


def run(options):
    raise_file_limit()
    WORK.mkdir(parents=True, exist_ok=True)
    bench = Bench(options, ROOT, WORK)
    if options.guard:
        return guard.run(bench, ROOT, WORK)
    if not options.report:
        measure(bench)
    return report.write(bench, ROOT)


def measure(bench):
    for needed in ("nginx", "wrk"):
        bench.tools.command(needed)
    version, found = line_up(bench)
    if bench.options.resume:
        bench.resume()
    bench.quiet.at_start()
    fresh(bench, version, found)
    calls(bench)
    streams(bench)
    shared_budgets(bench, version, found)


def line_up(bench):
    """Everybody who was asked for and can be had here, as the bench's contestants; returned: the JDK of most of them, and all."""
    options, found = bench.options, jdks.find()
    chosen, missing = jdks.chosen(options.java, found)
    for version in missing:
        bench.skip(f"JDK {version}", "everything", "it is not installed")
    if not chosen:
        raise Missing("There is no JDK to run on; JDK 17 or later is needed")
    bench.tools.gateway()
    lined_up = [contestants.floor(options.streams), *jvm_contestants(bench, chosen, found), *peers(bench)]
    wanted = set(options.only or CONTESTANTS)
    bench.behind_the_calls = list(behind_the_calls(bench, chosen[0], found)) if "gateway" in wanted else []
    bench.governed = list(governed(bench, chosen[0], found)) if "gateway" in wanted else []
    bench.contestants = {c.name: c for c in lined_up if c.name.partition("-")[0] in wanted or c.name == "nginx"}
    return chosen[0], found


def jvm_contestants(bench, chosen, found):
    extra = bench.options.jvm_options.split()
    java = found[chosen[0]] / "bin/java"
    for position, version in enumerate(chosen):
        name = f"gateway-{version}" if position else "gateway"
        yield contestants.gateway(ROOT, found[version] / "bin/java", version, extra, name, **size(bench))
    if bench.options.before:
        yield contestants.gateway(bench.options.before.resolve(), java, chosen[0], extra, "before", "before", **size(bench))
    try:
        yield handwritten(bench, found[chosen[0]])
    except Missing as failure:
        bench.skip("handwritten and stock", "everything", str(failure))
        return
    yield contestants.java_program("stock", "stock Camel", java, bench.tools.java_classes(found[chosen[0]]), PACKAGE + "StockCamel",
                                   bench.options.heap, most_streams=20)


def handwritten(bench, jdk, options=(), title="hand-written, no Camel", name="handwritten"):
    classes = bench.tools.java_classes(jdk)
    return contestants.java_program(name, title, jdk / "bin/java", classes, PACKAGE + "HandWritten", bench.options.heap, options)


def size(bench):
    return {"heap": bench.options.heap, "streams": bench.options.streams}


def behind_the_calls(bench, version, found):
    """
    The gateway with a journal and without, in lanes of their own; twice without, for that ratio is what chance alone does, and
    once with a store that reads the journal behind the calls.
    """
    for name, journal, store in (("journal-on", True, False), ("journal-off", False, False),
                                 ("journal-off-again", False, False), ("store-on", True, None)):
        yield contestants.gateway(ROOT, found[version] / "bin/java", version, bench.options.jvm_options.split(), name,
                                  f"camel-openrouter, {name}", journal=journal, store=store, **size(bench))


CLIENT_KEY = "bench-key-of-a-client"
GOVERNED = """
organisation: {{ {budget} }}
teams: {{ bench: {{ models: ["openai/*", "mistralai/*"], deny-models: ["openai/o1-pro"], {limits}{budget} }} }}
keys: {{ bench: {{ team: bench, sha256: {sha256}, {budget} }} }}
"""


def governed(bench, version, found):
    """
    The gateway with client keys, twice; with a policy of organisation, team, models and key in their place; with limits and budgets
    in it; and, because budgets need one, with client keys and a journal, and with that policy and a journal. All without a store.
    """
    sha256 = hashlib.sha256(CLIENT_KEY.encode()).hexdigest()
    parts = {"limits": "limits: { requests: 100000000/min, tokens: 100000000000/min, concurrent: 100000 }, ",
             "budget": "budgets: [{ usd: '1000000000', period: month }]"}
    plain = bench.file("policy.yaml", GOVERNED.format(sha256=sha256, limits="", budget="").encode())
    full = bench.file("budgets.yaml", GOVERNED.format(sha256=sha256, **parts).encode())
    keys = {"OPENROUTER_AUTH_KEYS": f"bench={sha256}"}
    for name, journal, settings in (
            ("keys", False, keys), ("keys-again", False, keys), ("policy", False, {"OPENROUTER_POLICY_FILE": str(plain)}),
            ("keys-and-journal", True, keys), ("policy-and-journal", True, {"OPENROUTER_POLICY_FILE": str(plain)}),
            ("budgets", True, {"OPENROUTER_POLICY_FILE": str(full)})):
        yield contestants.gateway(ROOT, found[version] / "bin/java", version, bench.options.jvm_options.split(), name,
                                  f"camel-openrouter, {name}", journal=journal, store=False, settings=settings,
                                  headers={"Authorization": f"Bearer {CLIENT_KEY}"}, **size(bench))


ONE_BUDGET = """
organisation: {{ budgets: [{{ usd: '1000000000', period: month }}] }}
keys: {{ bench: {{ sha256: {sha256} }} }}
"""


def with_a_database(bench, version, found, database):
    """The gateway with its store in PostgreSQL: with client keys, and with one budget, on whose one row all calls meet."""
    sha256 = hashlib.sha256(CLIENT_KEY.encode()).hexdigest()
    policy = bench.file("one-budget.yaml", ONE_BUDGET.format(sha256=sha256).encode())
    for name, settings in (("shared-keys", {"OPENROUTER_AUTH_KEYS": f"bench={sha256}"}),
                           ("shared-budget", {"OPENROUTER_POLICY_FILE": str(policy)})):
        yield contestants.gateway(ROOT, found[version] / "bin/java", version, bench.options.jvm_options.split(), name,
                                  f"camel-openrouter, {name}", settings={**database.settings, **settings},
                                  headers={"Authorization": f"Bearer {CLIENT_KEY}"}, **size(bench))


def peers(bench):
    wanted = bench.options.only or CONTESTANTS
    if not bench.options.peers:
        return
    for name, make, get in (("portkey", contestants.portkey, bench.tools.portkey), ("litellm", contestants.litellm, bench.tools.litellm)):
        if name in wanted:
            try:
                yield make(get())
            except Missing as failure:
                bench.skip(name, "everything", str(failure))


def archived(bench, version, found):
    """This gateway, and the hand-written one, each from an archive of the JVM that was made of it here before."""
    java, extra = found[version] / "bin/java", bench.options.jvm_options.split()
    kind = "AOT cache" if version >= 25 else "CDS archive"
    if "gateway" in bench.contestants:
        bench.say(f"making an {kind} of the gateway")
        try:
            file = archive.of_gateway(ROOT, version, found[version], [f"-Xmx{bench.options.heap}", *extra])
            options = [*extra, *archive.options(version, file)[1]]
            title = f"camel-openrouter, JDK {version}, {kind}"
            yield contestants.gateway(ROOT, java, version, options, "gateway-archive", title, **size(bench))
            yield contestants.gateway(ROOT, java, version, options, "gateway-warm-archive", f"{title}, warm-up",
                                      settings={"OPENROUTER_WARM_UP": "true"}, **size(bench))
        except Missing as failure:
            bench.skip("gateway-archive", "start", str(failure))
    if "handwritten" in bench.contestants:
        bench.say(f"making an {kind} of the hand-written one")
        file = WORK / f"handwritten-{version}.archive"
        record, use = archive.options(version, file)
        try:
            client, upstream = bench.tools.native("streams"), field.paced_upstream(bench.tools.native("upstream"))
            with field.Field(WORK / "archive", upstream, [], bench.skip) as side:
                if archive.train(handwritten(bench, found[version], record, "recording"), file, side, bench, client):
                    yield handwritten(bench, found[version], use, f"hand-written, {kind}", "handwritten-archive")
                else:
                    bench.skip("handwritten-archive", "start", "the JVM wrote no archive")
        except (Missing, StartFailed) as failure:
            bench.skip("handwritten-archive", "start", str(failure))


def fresh(bench, version, found):
    """The lanes that start everybody anew."""
    lanes = [lane for lane in (Start(), WarmUp(), *young(bench))
             if selected(lane.name, bench.options.lanes) and lane.name not in bench.finished]
    if not lanes:
        return
    starting = list(bench.contestants.values())
    for one in archived(bench, version, found):
        bench.contestants[one.name] = one
        starting.append(one)
    for lane in lanes:
        bench.lane(lane.name, lambda lane=lane: lane.run(bench, starting))


def young(bench):
    """Of processes that are five seconds old."""
    if "young" in bench.options.lanes:
        try:
            yield YoungStreams(field.paced_upstream(bench.tools.native("upstream")), bench.tools.native("streams"))
        except Missing as failure:
            bench.skip("everybody", "young-streams", str(failure))
        yield from (YoungCalls(), FirstMinute())


def calls(bench):
    """Everything in front of nginx with a static answer."""
    body = bench.file("question.json", call.as_bytes(call.QUESTION))

    def warm(running):
        seconds = bench.options.warm_up if running.contestant.jvm else OTHERS_WARM_UP
        done, deadline = 0, time.monotonic() + 3 * seconds
        while done < ENOUGH_CALLS and time.monotonic() < deadline:
            done += load.calls(running.target, body, 32, seconds)["requests"]
        settle(bench, running, lambda: load.calls(running.target, body, 32, bench.seconds(10)))

    side_by_side(bench, "calls", field.calls_upstream, warm, [Latency(), Throughput(32), Throughput(256)], everybody(bench))
    side_by_side(bench, "usage-calls", field.calls_upstream, warm, [Throughput(32, "usage-calls")], bench.behind_the_calls)
    side_by_side(bench, "policy-calls", field.calls_upstream, warm, [Throughput(32, "policy-calls")], bench.governed)


def streams(bench):
    """Everything in front of the stand-in that paces streams and reads large bodies to their end."""
    lanes = [*(Streams(count) for count in (1, 50, 200, 1000)), OpenStreams(), Large(1), Large(10), LargeHeap()]
    if not {"streams", "open-streams", "large", "usage"} & set(bench.options.lanes):
        return
    try:
        upstream, client = field.paced_upstream(bench.tools.native("upstream")), bench.tools.native("streams")
    except Missing as failure:
        bench.skip("everybody", "streams, open-streams, large, usage", str(failure))
        return
    question = bench.file("stream-50.json", call.as_bytes(call.stream_question(50, 20)))

    def warm(running):
        seconds = bench.options.warm_up if running.contestant.jvm else OTHERS_WARM_UP
        at_once = min(200 if running.contestant.jvm else 20, running.contestant.most_streams)
        load.streams(client, running.target, question, at_once, 30, seconds)  # each takes a second or a little more
        load.calls(running.target, bench.file("image-1.json", call.as_bytes(call.image_question(1_000_000))), 4,
                   max(2, seconds // 5))
        settle(bench, running, lambda: [load.streams(client, running.target, question, min(most, at_once), 30, PIECE)
                                        for most in (50, at_once)])

    side_by_side(bench, "streams", upstream, warm, lanes, everybody(bench))
    side_by_side(bench, "usage-streams", upstream, warm, [Streams(200, "usage-streams")], bench.behind_the_calls)


def shared_budgets(bench, version, found):
    """Budgets that machines share: what they add to answers that take 150 ms, and how many calls a second one row of them takes."""
    if "budgets" not in bench.options.lanes or not bench.governed:
        return
    body = bench.file("question.json", call.as_bytes(call.QUESTION))

    def warm(running):
        load.calls(running.target, body, 32, bench.options.warm_up)
        settle(bench, running, lambda: load.calls(running.target, body, 32, bench.seconds(10)))
        load.paced(running.target, call.as_bytes(call.late_question(150)), 32, 200, bench.seconds(4))  # it ends with what is to come

    lanes = [Paced("budgets-paced", 32, 200, answer_after=150), Throughput(32, "budgets-at-once")]
    try:
        upstream = field.paced_upstream(bench.tools.native("upstream"))
        with Postgres(bench.tools.postgres()) as database:
            side_by_side(bench, "budgets", upstream, warm, lanes, list(with_a_database(bench, version, found, database)))
    except (Missing, StartFailed) as failure:
        bench.skip("everybody", "budgets", str(failure))


def settle(bench, running, work):
    """More of the same until a JVM's just-in-time compiler has little left to do: that is what warm means here."""
    for _ in range(bench.options.settling if running.contestant.jvm else 0):
        spent, compiling = running.service.cpu(), running.service.compiler_cpu()
        work()
        share = (running.service.compiler_cpu() - compiling) / (running.service.cpu() - spent)
        bench.say(f"  the compiler took {share:.0%} of its CPU time")
        if share < SETTLED:
            return


def everybody(bench):
    return [c for c in bench.contestants.values() if not c.name.endswith("-archive")]


def side_by_side(bench, name, upstream, warm, lanes, taking_part):
    chosen = [lane for lane in lanes if selected(lane.name, bench.options.lanes) and lane.name not in bench.finished]
    if not chosen:
        return
    with field.Field(WORK / name, upstream, taking_part, bench.skip) as running:
        for one in list(running.running.values()):
            bench.say(f"warming up {one.contestant.name}")
            try:
                warm(one)
            except load.LoadFailed as failure:
                bench.skip(one.contestant.name, "warm-up", str(failure))
        for lane in chosen:
            bench.lane(lane.name, lambda lane=lane: lane.run(bench, running))


def selected(lane, wanted):
    """A lane by its own name or by that of its group: streams-200 belongs to streams, large-10mb to large."""
    return lane in wanted or lane.partition("-")[0] in wanted


def raise_file_limit():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(hard, MANY_FILES),) * 2)
    except (ValueError, PermissionError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
