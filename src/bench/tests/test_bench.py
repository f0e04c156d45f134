"""Rounds, lanes and what is kept of them."""

import http.server
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from harness import bench, call, lanes_young, load, options, run
from harness.load import LoadFailed

FIELD = SimpleNamespace(targets=lambda: [(name, None, None) for name in ("direct", "nginx", "gateway")])


class BenchTest(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)

    def bench(self, *arguments):
        made = bench.Bench(options.parse(["--rounds", "3", *arguments]), Path(self.home.name), Path(self.home.name))
        made.say = made.quiet.say = lambda text: None
        made.machine = {"commit": "abc", "cpu": "Some CPU", "cores": 2}
        made.quiet.measured = lambda measure: measure()
        return made

    def test_everybody_takes_part_in_every_round_in_turn(self):
        made, turns = self.bench(), []
        made.rounds("latency", FIELD, lambda name, target, service: turns.append(name) or {"p50": 1.0})
        self.assertEqual(turns, ["direct", "nginx", "gateway"] * 3)
        self.assertEqual([sorted(row) for row in made.lanes["latency"]], [["direct", "gateway", "nginx"]] * 3)

    def test_a_jvm_is_warm_when_its_compiler_has_little_left_to_do(self):
        for compiling, pieces in (([0, 5, 5, 7, 7, 7.5], 3), ([0, 0.9], 1), ([0, 5] * 20, 8)):
            made, work = self.bench(), mock.Mock()
            service = SimpleNamespace(cpu=mock.Mock(side_effect=[0, 10] * 20), compiler_cpu=mock.Mock(side_effect=compiling))
            run.settle(made, SimpleNamespace(contestant=SimpleNamespace(jvm=True), service=service), work)
            self.assertEqual(work.call_count, pieces)

    def test_who_is_no_jvm_is_warm_at_once(self):
        made, work = self.bench(), mock.Mock()
        run.settle(made, SimpleNamespace(contestant=SimpleNamespace(jvm=False), service=None), work)
        work.assert_not_called()

    def test_a_young_process_is_measured_when_it_is_five_seconds_old_and_stopped_whatever_happens(self):
        made, stopped, slept = self.bench(), [], []
        service, target = SimpleNamespace(started=100.0), SimpleNamespace(ready=0)
        field = SimpleNamespace(start=lambda contestant: SimpleNamespace(service=service, target=target), stop=stopped.append)
        lane = lanes_young.Young()
        lane.measure = mock.Mock(side_effect=[{"ttft_p50": 7.0}, LoadFailed("gone")])
        contestant = SimpleNamespace(name="gateway")
        with mock.patch("time.monotonic", lambda: 102.0), mock.patch("time.sleep", slept.append):
            self.assertEqual(lane._one(made, field, contestant), {"ttft_p50": 7.0})
            self.assertRaises(LoadFailed, lane._one, made, field, contestant)
        self.assertEqual((slept, stopped), ([3.0, 3.0], ["gateway", "gateway"]))
        lane.measure.assert_called_with(made, field, target, service)

    def test_the_young_lanes_are_asked_for_together(self):
        made = self.bench("--lanes", "young")
        made.tools.native = lambda name: name
        self.assertEqual([lane.name for lane in run.young(made)], ["young-streams", "young-calls", "young-minute"])
        self.assertTrue(all(run.selected(lane.name, ["young"]) for lane in run.young(made)))
        self.assertEqual(list(run.young(self.bench("--lanes", "start"))), [])

    def test_the_lanes_of_what_is_behind_the_calls_are_of_gateways_with_and_without(self):
        made, started = self.bench(), []
        trio = list(run.behind_the_calls(made, 17, {17: Path("/jdk")}))
        self.assertEqual([c.name for c in trio], ["journal-on", "journal-off", "journal-off-again", "store-on"])
        for contestant in trio:
            (Path(self.home.name) / "data").mkdir()
            with mock.patch("harness.contestants.Service", lambda name, command, log, env, cwd: started.append(env)):
                contestant.start(self.home.name, 1)
            self.assertFalse((Path(self.home.name) / "data").exists(), "that of the last run")
        data = str(Path(self.home.name) / "data")
        self.assertEqual([env["OPENROUTER_DATA_DIR"] for env in started], [data, "", "", data])
        self.assertEqual([env.get("OPENROUTER_STORE_URL") for env in started], ["off", "off", "off", None])
        self.assertTrue(run.selected("usage-calls", ["usage"]) and run.selected("usage-streams", ["usage"]))

    def test_the_lane_of_a_policy_is_of_gateways_whose_clients_show_a_key(self):
        made, started = self.bench(), []
        made.work.mkdir(parents=True, exist_ok=True)
        six = list(run.governed(made, 17, {17: Path("/jdk")}))
        self.assertEqual([c.name for c in six],
                         ["keys", "keys-again", "policy", "keys-and-journal", "policy-and-journal", "budgets"])
        for contestant in six:
            with mock.patch("harness.contestants.Service", lambda name, command, log, env, cwd: started.append(env)):
                _, target = contestant.start(self.home.name, 1)
            self.assertEqual(list(target.headers), ["Authorization"])
        self.assertEqual(["OPENROUTER_AUTH_KEYS" in env for env in started], [True, True, False, True, False, False])
        self.assertEqual([bool(env["OPENROUTER_DATA_DIR"]) for env in started], [False, False, False, True, True, True])
        policies = [Path(env["OPENROUTER_POLICY_FILE"]).read_text() for env in started if "OPENROUTER_POLICY_FILE" in env]
        self.assertNotIn("budgets", policies[0])
        self.assertNotIn("budgets", policies[1])
        self.assertEqual(policies[2].count("budgets"), 3)

    def test_the_lanes_of_shared_budgets_differ_by_one_budget_only(self):
        made, started = self.bench(), []
        made.work.mkdir(parents=True, exist_ok=True)
        database = SimpleNamespace(settings={"OPENROUTER_STORE_URL": "jdbc:postgresql://127.0.0.1:1/postgres"})
        both = list(run.with_a_database(made, 17, {17: Path("/jdk")}, database))
        self.assertEqual([c.name for c in both], ["shared-keys", "shared-budget"])
        for contestant in both:
            with mock.patch("harness.contestants.Service", lambda name, command, log, env, cwd: started.append(env)):
                contestant.start(self.home.name, 1)
        self.assertEqual({env["OPENROUTER_STORE_URL"] for env in started}, set(database.settings.values()))
        self.assertNotIn("OPENROUTER_POLICY_FILE", started[0])
        self.assertEqual(Path(started[1]["OPENROUTER_POLICY_FILE"]).read_text().count("budgets"), 1)

    def test_paced_calls_are_timed_from_the_moment_in_which_they_were_to_begin(self):
        with Answering(after=0.05) as port:
            found = load.paced(SimpleNamespace(port=port, path="/x", headers={}), b"{}", 2, 20, 0.48)
        self.assertEqual((found["requests"], found["wrong"]), (10, 0))
        self.assertGreaterEqual(found["p50"], 50)

    def test_who_warms_up_is_measured_once_it_says_that_it_is_ready(self):
        slept = []
        with Answering(statuses=[503, 200]) as port, mock.patch.object(call.time, "sleep", slept.append):
            call.await_ready(SimpleNamespace(ready=port))
        self.assertEqual(slept, [0.1])
        call.await_ready(SimpleNamespace(ready=0))

    def test_who_fails_is_skipped_for_the_lane_and_the_others_go_on(self):
        for failure in (LoadFailed("no answer"), OSError("gone"), subprocess.TimeoutExpired("jcmd", 30), ValueError("no JSON")):
            made = self.bench()
            made.rounds("latency", FIELD, mock.Mock(side_effect=lambda name, target, service: self.fail_as(name, failure)))
            self.assertEqual([sorted(row) for row in made.lanes["latency"]], [["direct", "nginx"]] * 3)
            self.assertEqual([(s["who"], s["what"]) for s in made.skipped], [("gateway", "latency")])

    @staticmethod
    def fail_as(name, failure):
        if name == "gateway":
            raise failure
        return {"p50": 1.0}

    def test_who_is_very_slow_is_measured_once(self):
        made = self.bench()
        clock = iter(range(0, 1000, bench.LONG_ENOUGH + 1))
        with mock.patch.object(bench.time, "monotonic", lambda: next(clock)):
            made.rounds("streams-1000", FIELD, lambda name, target, service: {"lost": 0})
        self.assertEqual([len(row) for row in made.lanes["streams-1000"]], [3, 0, 0])

    def test_single_figures_of_a_name_fall_into_rounds(self):
        made = self.bench()
        for name in ("nginx", "gateway", "nginx", "gateway", "nginx"):
            made.one("start", name, lambda: {"seconds": 1.0})
        self.assertEqual([sorted(row) for row in made.lanes["start"]], [["gateway", "nginx"], ["gateway", "nginx"], ["nginx"]])

    def test_a_finished_lane_is_kept_for_the_next_run(self):
        first = self.bench()
        first.lane("latency", lambda: first.lanes.update(latency=[{"nginx": {"p50": 1.0}}]))
        first.lanes["large-1mb"] = [{"nginx": {"p50": 2.0}}]        # this one was not finished
        first.save()
        second = self.bench("--resume")
        second.resume()
        self.assertEqual(second.lanes, {"latency": [{"nginx": {"p50": 1.0}}]})
        self.assertEqual(second.finished, ["latency"])

    def test_nothing_is_kept_where_settings_differ(self):
        first = self.bench()
        first.lane("latency", lambda: None)
        second = self.bench("--heap", "1g")
        second.resume()
        self.assertEqual(second.finished, [])


class LaneTest(unittest.TestCase):
    def test_a_lane_is_chosen_by_its_name_or_its_group(self):
        self.assertTrue(run.selected("streams-200", ["streams"]))
        self.assertTrue(run.selected("large-heap", ["latency", "large"]))
        self.assertTrue(run.selected("throughput-32", ["throughput-32"]))
        self.assertFalse(run.selected("throughput-256", ["throughput-32"]))
        self.assertFalse(run.selected("open-streams", ["streams"]))


class Answering:
    """A server that answers each request with the next of its statuses, the last one again and again, after so many seconds."""

    def __init__(self, statuses=(200,), after=0.0):
        statuses = list(statuses)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if after:
                    time.sleep(after)
                self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_POST = do_GET

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_address[1]

    def __exit__(self, *failure):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    unittest.main()
