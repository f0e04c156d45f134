"""What can be chosen on the command line."""

import argparse
from pathlib import Path

LANES = ("start", "warm-up", "young", "latency", "throughput-32", "throughput-256", "streams", "open-streams", "large", "usage", "policy", "budgets")
CONTESTANTS = ("nginx", "gateway", "before", "handwritten", "stock", "portkey", "litellm")


def parser():
    p = argparse.ArgumentParser(
        prog="src/bench/run",
        description="Measures this gateway beside a plain reverse proxy, stock Camel, a hand-written gateway and, with "
                    "--peers, Portkey and LiteLLM, all on this machine in front of the same stand-in for OpenRouter.")
    p.add_argument("--lanes", type=listed(LANES), default=list(LANES), metavar="A,B", help="of " + ", ".join(LANES))
    p.add_argument("--only", type=listed(CONTESTANTS), metavar="A,B", help="of " + ", ".join(CONTESTANTS))
    p.add_argument("--peers", action="store_true", help="also Portkey (npm) and LiteLLM (PyPI)")
    p.add_argument("--before", type=Path, metavar="CHECKOUT", help="an older, built checkout of this project: what became slower since")
    p.add_argument("--java", type=versions, metavar="25,17", help="JDKs to run on, the first for all, the others for this gateway alone")
    p.add_argument("--jvm-options", default="", metavar="'-X…'", help="more options for the JVM of this gateway")
    p.add_argument("--rounds", type=int, default=5, help="how often each lane measures everybody (5)")
    p.add_argument("--streams", type=int, default=1000, help="how many open streams memory is measured with (1000)")
    p.add_argument("--heap", default="256m", help="the maximum heap of all JVMs (256m)")
    p.add_argument("--quick", action="store_true", help="two rounds of half the length, a short warm-up: about 3 minutes")
    p.add_argument("--force", action="store_true", help="report even though others use the machine; the report says so")
    p.add_argument("--limit", type=float, default=0.15, help="how much of a core others may use (0.15)")
    p.add_argument("--resume", action="store_true", help="keep the lanes that the last run finished")
    p.add_argument("--no-install", dest="install", action="store_false", help="install nothing, skip what is missing")
    p.add_argument("--readme", action="store_true", help="put table and plots into src/docs/speed.md and src/bench/results")
    p.add_argument("--report", action="store_true", help="measure nothing, make table and plots of the last run anew")
    p.add_argument("--guard", action="store_true", help="only check within a minute that a call allocates no more than it usually does")
    return p


def parse(arguments):
    options = parser().parse_args(arguments)
    options.length = 0.5 if options.quick else 1.0
    options.warm_up, options.settling = (8, 1) if options.quick else (25, 8)
    if options.quick:
        options.rounds = min(options.rounds, 2)
    if options.only and {"portkey", "litellm"} & set(options.only):
        options.peers = True
    return options


def listed(allowed):
    def convert(text):
        chosen = [word.strip() for word in text.split(",") if word.strip()]
        wrong = [word for word in chosen if word not in allowed]
        if wrong or not chosen:
            raise argparse.ArgumentTypeError(f"{', '.join(wrong) or 'nothing'} is none of {', '.join(allowed)}")
        return chosen

    return convert


def versions(text):
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of versions such as 25,17") from None
