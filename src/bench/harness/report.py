"""The report: a Markdown table, the figures as JSON, plots, and the page on speed."""

import json
import shutil
import subprocess
from pathlib import Path

from . import page
from .table import markdown
from .tools import Missing

PLOTS = Path(__file__).parent / "plots.py"


def write(bench, root):
    """Makes the report of what the state file holds; 1 where there is nothing to report."""
    if not bench.state.exists():
        print("There is no finished lane to report.")
        return 1
    state = json.loads(bench.state.read_text(encoding="utf-8"))
    results = root / "src/bench/results" if bench.options.readme else bench.work / "report"
    results.mkdir(parents=True, exist_ok=True)
    for old in results.glob("*.png"):
        old.unlink()
    shutil.copyfile(bench.state, results / "results.json")
    pictures = plots(bench, results)
    text = markdown(state)
    (results / "table.md").write_text(text, encoding="utf-8")
    if bench.options.readme:
        page.fill(root / "src/docs/speed.md", text, [f"../bench/results/{name}" for name in pictures])
    print(f"\n{text}\nReport: {results}")
    return 0


def plots(bench, results):
    """The names of the pictures made."""
    try:
        python = bench.tools.python_with_plots()
    except Missing as missing:
        bench.skip("plots", "report", str(missing))
        return []
    done = subprocess.run([python, str(PLOTS), str(results / "results.json"), str(results)], capture_output=True, text=True,
                          timeout=120, check=False)
    if done.returncode:
        bench.skip("plots", "report", done.stderr[-300:])
        return []
    return done.stdout.split()
