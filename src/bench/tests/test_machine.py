"""Processes, the quiet machine, JDKs, and streams as the two C programs see them."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from harness import call, guard, jdks, load, proc, quiet, service
from harness.contestants import Target

NATIVE = Path(__file__).parents[1] / "native"


def eventually(condition, limit=30):
    """What the condition gives as soon as that is true, at last whatever it is."""
    deadline = time.monotonic() + limit
    while not (result := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return result


class ProcTest(unittest.TestCase):
    def test_counts_the_cpu_time_of_children_that_have_ended(self):
        before = proc.cpu_of_tree(os.getpid())
        subprocess.run(["python3", "-c", "import time\nwhile time.process_time() < 0.2: pass"], check=True)
        self.assertGreaterEqual(proc.cpu_of_tree(os.getpid()) - before, 0.15)

    def test_finds_descendants(self):
        table = {1: (0, 0, 0), 2: (1, 0, 0), 3: (2, 0, 0), 4: (1, 0, 0)}
        self.assertEqual(set(proc.tree(2, table)), {2, 3})

    def test_a_process_that_is_gone_has_nothing(self):
        with subprocess.Popen(["true"]) as gone:
            gone.wait()
        self.assertIsNone(proc.stat(gone.pid))
        self.assertEqual(proc.status(gone.pid, "Threads"), 0)


class QuietTest(unittest.TestCase):
    def measured(self, used, force=False):
        """What a measurement is worth where others use so many cores each time."""
        cores = iter(used)
        machine = quiet.Quiet(0.15, force, lambda text: None)
        results = iter(range(len(used)))
        with mock.patch.object(quiet.Meter, "used", lambda meter: meter.now), \
                mock.patch.object(quiet.Meter, "__exit__", lambda meter, *_: setattr(meter, "now", next(cores))), \
                mock.patch.object(quiet.time, "sleep"):
            return machine.measured(lambda: next(results)), machine

    def test_takes_the_first_measurement_of_a_quiet_machine(self):
        self.assertEqual(self.measured([0.01])[0], 0)

    def test_measures_again_where_others_disturbed(self):
        result, machine = self.measured([0.9, 0.5, 0.02])
        self.assertEqual(result, 2)
        self.assertFalse(machine.was_busy())

    def test_refuses_a_machine_that_stays_busy(self):
        with self.assertRaises(quiet.BusyMachine):
            self.measured([0.9] * quiet.Quiet.TRIES)

    def test_marks_what_was_forced(self):
        result, machine = self.measured([0.9], force=True)
        self.assertEqual(result, 0)
        self.assertTrue(machine.was_busy())


class ServiceTest(unittest.TestCase):
    def test_ends_a_process_with_its_children(self):
        with tempfile.NamedTemporaryFile() as log:
            started = service.Service("shell", ["sh", "-c", "sleep 60 & echo $!; wait"], log.name)
            child = self.first_line(log.name)
            started.stop()
            self.assertFalse(started.alive())
            self.assertTrue(eventually(lambda: self.ended(child)))

    @staticmethod
    def first_line(log):
        text = eventually(lambda: Path(log).read_text(encoding="utf-8").partition("\n")[0])
        return int(text)

    @staticmethod
    def ended(pid):
        try:
            return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            return True


class JdksTest(unittest.TestCase):
    def test_prefers_the_newest_long_term_release(self):
        self.assertEqual(jdks.chosen(None, {17: "a", 24: "b", 25: "c"}), ([25], []))

    def test_says_which_are_missing(self):
        self.assertEqual(jdks.chosen([25, 17], {17: "a"}), ([17], [25]))


class GuardTest(unittest.TestCase):
    RESULTS = [
        {"benchmark": "io.some.CallBenchmark.plainCall", "secondaryMetrics": {"·gc.alloc.rate": {"score": 9e9}, "·gc.alloc.rate.norm": {"score": 104.9}}},
        {"benchmark": "io.some.CallBenchmark.streamedCall", "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 210.1}}},
    ]

    def test_reads_what_each_call_allocates(self):
        self.assertEqual(guard.allocated(self.RESULTS), {"plainCall": 104.9, "streamedCall": 210.1})

    def test_fails_beyond_the_tolerance_only(self):
        found = guard.allocated(self.RESULTS)
        with mock.patch("builtins.print") as said:
            self.assertEqual(guard.verdict(found, {"plainCall": 100}, 1.05), 0)
            self.assertEqual(guard.verdict(found, {"plainCall": 100, "streamedCall": 200}, 1.05), guard.FAILED)
        self.assertIn("streamedCall", said.call_args[0][0])

    def test_a_call_that_was_not_measured_fails(self):
        with mock.patch("builtins.print"):
            self.assertEqual(guard.verdict({}, {"plainCall": 100}, 1.05), guard.FAILED)

    def test_is_skipped_on_a_jdk_that_nobody_has_measured(self):
        with mock.patch.object(jdks, "current", return_value=(99, None)), self.assertRaises(guard.Missing):
            guard.version({"bytes": {"17": {}}})


@unittest.skipUnless(shutil.which("cc"), "no C compiler")
class StreamsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        for name in ("upstream", "streams"):
            subprocess.run(["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-std=gnu11", "-o", f"{cls.home.name}/{name}",
                            str(NATIVE / f"{name}.c")], check=True)
        port = service.free_port()
        cls.upstream = service.Service("upstream", [f"{cls.home.name}/upstream", str(port)], f"{cls.home.name}/log")
        cls.target = Target(port)
        call.first_answer(cls.target, cls.upstream, limit=10)

    @classmethod
    def tearDownClass(cls):
        cls.upstream.stop()
        cls.home.cleanup()

    def streams(self, count, events, interval, deadline=30):
        question = Path(self.home.name, "question.json")
        question.write_bytes(call.as_bytes(call.stream_question(events, interval)))
        return load.streams(f"{self.home.name}/streams", self.target, question, count, deadline)

    def test_every_event_of_every_stream_arrives_in_order(self):
        found = self.streams(count=20, events=10, interval=5)
        self.assertEqual((found["complete"], found["events"], found["disordered"]), (20, 200, 0))

    def test_events_are_paced(self):
        found = self.streams(count=1, events=4, interval=50)
        self.assertGreaterEqual(found["ttft_p50"], 49)
        self.assertGreaterEqual(found["seconds"], 0.19)

    def test_streams_that_do_not_end_are_given_up(self):
        found = self.streams(count=3, events=1000, interval=100, deadline=1)
        self.assertEqual((found["complete"], found["late"]), (0, 3))

    def test_bodies_are_read_to_their_end_also_in_chunks(self):
        body = call.as_bytes(call.image_question(300_000))
        chunked = (body[i:i + 7000] for i in range(0, len(body), 7000))
        for sent in (body, chunked):
            status, answer = call.post(self.target, sent)
            self.assertEqual(status, 200)
            self.assertEqual(json.loads(answer)["object"], "chat.completion")

    def test_plain_answers_are_no_streams(self):
        question = Path(self.home.name, "plain.json")
        question.write_bytes(call.as_bytes(call.QUESTION))
        found = load.streams(f"{self.home.name}/streams", self.target, question, 2, 2)
        self.assertEqual((found["complete"], found["events"]), (0, 0))

    def test_a_tool_that_fails_has_no_figures(self):
        with self.assertRaisesRegex(load.LoadFailed, "connection refused"):
            load.parsed(b"", 1, "streams", b"connection refused")


if __name__ == "__main__":
    unittest.main()
