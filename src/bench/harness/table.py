"""The Markdown table: a row per figure, a column per contestant."""

from . import figures

STREAMS = (1, 50, 200, 1000)
COMPARED = (
    ("CPU per request without the compiler's, 32 connections", "throughput-32", "work_ms"),
    ("CPU per request without the compiler's, one call at a time", "latency", "work_ms"),
    ("latency of one call at a time, p50", "latency", "p50"),
    *((f"time to first token, {count:,} streams, p50", f"streams-{count}", "ttft_p50") for count in STREAMS),
    *((f"CPU per stream, {count:,} streams", f"streams-{count}", "cpu_ms_per_stream") for count in STREAMS[1:]),
)
JOURNAL = (
    ("CPU per request without the compiler's, 32 connections", "usage-calls", "work_ms"),
    ("latency, 32 connections, p50", "usage-calls", "p50"),
    ("time to first token, 200 streams, p50", "usage-streams", "ttft_p50"),
    ("CPU per stream, 200 streams", "usage-streams", "cpu_ms_per_stream"),
)
POLICY = (
    ("CPU per request without the compiler's, 32 connections", "policy-calls", "work_ms"),
    ("latency, 32 connections, p50", "policy-calls", "p50"),
)


def markdown(state):
    names = columns(state)
    lines = ["| | " + " | ".join(state["contestants"][n] for n in names) + " |", "|---|" + "--:|" * len(names)]
    for title, cell in rows(state):
        cells = [cell(name) for name in names]
        if any(cells):
            lines.append(f"| {title} | " + " | ".join(c or "–" for c in cells) + " |")
    return "\n".join(["", *lines, "", *before_and_after(state), *journal(state), *policy(state), *budgets(state), *notes(state), ""])


def before_and_after(state):
    """What this commit costs of what the older one did: above 1 is slower."""
    return compared(state, "After, of before", COMPARED, "gateway", "before")


def journal(state):
    """What the gateway costs with a journal of what it does without, and what two without differ by."""
    return [*compared(state, "With a journal, of without", JOURNAL, "journal-on", "journal-off"),
            *compared(state, "Without a journal, of another without", JOURNAL, "journal-off-again", "journal-off"),
            *compared(state, "With a store, of with a journal alone", JOURNAL, "store-on", "journal-on")]


def policy(state):
    """What a policy costs of what client keys alone do, and limits and budgets of both with a journal."""
    return [*compared(state, "With a policy, of with client keys", POLICY, "policy", "keys"),
            *compared(state, "With client keys, of with client keys", POLICY, "keys-again", "keys"),
            *compared(state, "With limits and budgets, of with client keys and a journal", POLICY, "budgets", "keys-and-journal"),
            *compared(state, "With limits and budgets, of with a policy and a journal", POLICY, "budgets", "policy-and-journal")]


def budgets(state):
    """What a budget costs that machines share, of what client keys do, with the same database behind both."""
    lanes = state["lanes"]
    late, at_once = lanes.get("budgets-paced", []), lanes.get("budgets-at-once", [])
    if not late or not at_once:
        return []
    both = ("shared-keys", "shared-budget")
    added = [shown(figures.added_to(late, both[1], both[0], metric), "{:.2f}") for metric in ("p50", "p99")]
    rows = [
        ("200 calls/s, answered after 150 ms: p50 / p99, ms", *(" / ".join(shown(figures.median_of(late, name, metric), "{:.1f}") or "–" for metric in ("p50", "p99"))
                            for name in both)),
        ("added p50 / p99, ms", None, " / ".join(value or "–" for value in added)),
        ("most calls/s, answered at once", *(shown(figures.median_of(at_once, name, "rate"), "{:,.0f}") for name in both)),
    ]
    return ["| 32 connections, PostgreSQL on the same machine | with client keys | with one budget |", "|---|--:|--:|",
            *(f"| {' | '.join(cell or '–' for cell in row)} |" for row in rows), ""]


def compared(state, head, figures_of_both, one, other):
    """Each ratio is taken within a round."""
    found = []
    for title, lane, metric in figures_of_both:
        values = figures.ratios(state["lanes"].get(lane, []), one, other, metric)
        if values:
            between = figures.interval_of_median(values)
            shown_between = "{:.3f} to {:.3f}".format(*between) if between else "too few rounds"
            found.append(f"| {title} | {figures.median(values):.3f} | {shown_between} | {len(values)} |")
    return [f"| {head} | median | 90 % interval | rounds |", "|---|--:|--:|--:|", *found, ""] if found else []


def columns(state):
    """Everybody who has a figure, in the order in which they were lined up."""
    seen = {name for rounds in state["lanes"].values() for row in rounds for name in row}
    return [name for name in state["contestants"] if name in seen]


def rows(state):
    lanes = state["lanes"]

    def of(lane, metric, form):
        return lambda name: shown(figures.median_of(lanes.get(lane, []), name, metric), form)

    def added(lane, form, *metrics):
        return lambda name: both(
            [shown(figures.added_to(lanes.get(lane, []), name, "direct", metric), form) for metric in metrics])

    def share(lane):
        def cell(name):
            ratio = shown(figures.ratio_to(lanes.get(lane, []), name, "nginx", "rate"), "{:.2f}")
            rate = of(lane, "rate", "{:,.0f}")(name)
            return rate and (f"{rate} ({ratio})" if ratio else rate)

        return cell

    for connections in (32, 256):
        lane = f"throughput-{connections}"
        yield f"requests/s, {connections} connections (share of nginx's)", share(lane)
        yield f"CPU per request, {connections} connections, ms", of(lane, "cpu_ms", "{:.3f}")
        yield f"calls gone wrong, {connections} connections", total(lanes, lane, "wrong")
    yield "added latency, one call at a time, p50 / p99, ms", added("latency", "{:.2f}", "p50", "p99")
    yield "CPU per request, one call at a time, ms", of("latency", "cpu_ms", "{:.3f}")
    for count in STREAMS:
        streams = "1 stream" if count == 1 else f"{count:,} streams at once"
        yield f"added time to first token, {streams}, p50 / p99, ms", added(f"streams-{count}", "{:.1f}", "ttft_p50", "ttft_p99")
    for count in STREAMS[1:]:
        yield f"added gap p99, {count:,} streams × 50 events/s, ms", added(f"streams-{count}", "{:.1f}", "gap_p99")
        yield f"lost events of {count * 50:,}, {count:,} streams", total(lanes, f"streams-{count}", "lost")
        yield f"streams gone wrong, {count:,} streams", total(lanes, f"streams-{count}", "wrong")
    for count in STREAMS[1:]:
        yield f"CPU per stream of 50 events, {count:,} streams, ms", of(f"streams-{count}", "cpu_ms_per_stream", "{:.2f}")
    for size in (1, 10):
        lane = f"large-{size}mb"
        yield f"{size} MB body, p50 (added), ms", with_added(of(lane, "p50", "{:.1f}"), added(lane, "{:.1f}", "p50"))
        yield f"heap allocated for a {size} MB body, times the body", of("large-heap", f"times_{size}mb", "{:.1f}")
    yield "memory at rest (RSS), MB", of("start", "rss_mb", "{:.0f}")
    yield "memory under load (RSS), MB", of("throughput-256", "rss_mb", "{:.0f}")
    open_streams = f"{state['settings']['streams']:,} open streams"
    yield f"memory with {open_streams} (RSS), MB", of("open-streams", "rss_mb", "{:.0f}")
    yield "heap per 1,000 open streams, MB", of("open-streams", "heap_per_1000", "{:.1f}")
    yield f"threads with {open_streams}", of("open-streams", "threads", "{:.0f}")
    yield "cold start to the first answer, s", of("start", "seconds", "{:.2f}")
    yield "requests/s in the first 3 s after it", of("warm-up", "first_3_s", "{:,.0f}")
    yield "seconds of load to 90 % of the final rate", of("warm-up", "seconds_to_90", "{:.0f}")
    yield "five seconds old: added time to first token, 200 streams at once, p50 / p99, ms", added(
        "young-streams", "{:.0f}", "ttft_p50", "ttft_p99")
    yield "five seconds old: requests/s in the first 3 s", of("young-calls", "first_3_s", "{:,.0f}")
    yield "CPU of the first minute, with 100 calls/s, s", of("young-minute", "cpu_s", "{:.1f}")


def total(lanes, lane, metric):
    """A count over all rounds: the worst must not hide behind a median."""

    def cell(name):
        values = [row[name][metric] for row in lanes.get(lane, []) if figures.has(row, name, metric)]
        return f"{sum(values):,}" if values else None

    return cell


def with_added(absolute, added):
    return lambda name: absolute(name) and f"{absolute(name)} ({added(name)})"


def shown(value, form):
    return None if value is None else form.format(value)


def both(cells):
    return " / ".join(cells) if all(cells) else None


def notes(state):
    m, s = state["machine"], state["settings"]
    yield (f"Measured {m['date']} on {m['cores']} cores ({m['cpu']}), {m['memory_gb']} GB, {m['system']}, Linux {m['kernel']}, "
           f"commit {m['commit']}. Load, stand-in and contestants share these cores. Medians of {s['rounds']} interleaved rounds; "
           f"shares and added times are taken within a round; JVMs have -Xmx{s['heap']} and are warm unless it says otherwise.")
    if state["busy"]:
        yield f"\n**Not to be quoted: others used up to {state['busy']:.2f} cores of the machine meanwhile.**"
    if s["quick"]:
        yield "\nA quick run: short and with few rounds."
    for count in STREAMS:
        gap = figures.median_of(state["lanes"].get(f"streams-{count}", []), "direct", "gap_p50")
        if gap and gap > 24:
            yield f"\nWith {count:,} streams the machine itself is saturated: even without a gateway events come {gap:.0f} ms apart, not 20."
    for entry in state["skipped"]:
        yield f"\nLeft out: {entry['who']}, {entry['what']}: {entry['why']}."
