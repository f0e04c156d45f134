"""The table, the page on speed, and what may be chosen."""

import contextlib
import io
import unittest

from harness import options, page, table


def state(**changes):
    rounds = [
        {
            "direct": {"rate": 90000.0, "p50": 0.02, "p99": 0.1},
            "nginx": {"rate": 40000.0, "cpu_ms": 0.022, "p50": 0.15, "p99": 1.1, "wrong": 0},
            "gateway": {"rate": 10000.0, "cpu_ms": 0.12, "p50": 0.4, "p99": 3.0, "wrong": wrong},
        }
        for wrong in (0, 2, 0)
    ]
    return {
        "machine": {"date": "2026-01-02", "cores": 2, "cpu": "Some CPU", "memory_gb": 24, "system": "Debian", "kernel": "6.1",
                    "commit": "abc"},
        "settings": {"rounds": 3, "heap": "256m", "streams": 1000, "quick": False},
        "contestants": {"nginx": "nginx (floor)", "gateway": "camel-openrouter", "litellm": "LiteLLM"},
        "lanes": {"throughput-32": rounds, "latency": rounds},
        "skipped": [], "busy": 0, **changes,
    }


class TableTest(unittest.TestCase):
    def test_shows_rates_with_their_share_of_the_floor(self):
        self.assertIn("| requests/s, 32 connections (share of nginx's) | 40,000 (1.00) | 10,000 (0.25) |", table.markdown(state()))

    def test_shows_what_is_added_to_the_stand_ins_own_time(self):
        self.assertIn("p50 / p99, ms | 0.13 / 1.00 | 0.38 / 2.90 |", table.markdown(state()))

    def test_adds_up_failures_so_that_no_median_hides_them(self):
        self.assertIn("| calls gone wrong, 32 connections | 0 | 2 |", table.markdown(state()))

    def test_leaves_out_contestants_and_lanes_without_figures(self):
        text = table.markdown(state())
        self.assertNotIn("LiteLLM", text)
        self.assertNotIn("streams at once", text)

    def test_says_who_was_left_out_and_that_the_machine_was_busy(self):
        text = table.markdown(state(busy=0.4, skipped=[{"who": "portkey", "what": "everything", "why": "no npm"}]))
        self.assertIn("Left out: portkey, everything: no npm.", text)
        self.assertIn("Not to be quoted: others used up to 0.40 cores", text)

    def test_says_where_the_machine_itself_was_saturated(self):
        lanes = {"streams-1000": [{"direct": {"gap_p50": 31.0}, "nginx": {"gap_p50": 40.0}}]}
        self.assertIn("With 1,000 streams the machine itself is saturated", table.markdown(state(lanes=lanes)))

    def test_compares_with_an_older_checkout_within_each_round(self):
        rounds = [{"before": {"p50": base}, "gateway": {"p50": 1.1 * base}} for base in (1.0, 2.0, 4.0, 8.0, 16.0)]
        text = table.markdown(state(lanes={"latency": rounds}))
        self.assertIn("| latency of one call at a time, p50 | 1.100 | 1.100 to 1.100 | 5 |", text)
        self.assertNotIn("90 % interval", table.markdown(state()))

    def test_says_what_a_journal_costs_of_what_the_gateway_costs_without(self):
        rounds = [{"journal-off": {"work_ms": base}, "journal-on": {"work_ms": 1.02 * base}} for base in (1.0, 2.0, 4.0, 8.0, 16.0)]
        text = table.markdown(state(lanes={"usage-calls": rounds}))
        self.assertIn("| With a journal, of without | median | 90 % interval | rounds |", text)
        self.assertIn("| CPU per request without the compiler's, 32 connections | 1.020 | 1.020 to 1.020 | 5 |", text)
        self.assertNotIn("After, of before", text)

    def test_says_what_a_policy_costs_of_what_client_keys_do(self):
        rounds = [{"keys": {"work_ms": base}, "policy": {"work_ms": 1.03 * base}} for base in (1.0, 2.0, 4.0, 8.0, 16.0)]
        text = table.markdown(state(lanes={"policy-calls": rounds}))
        self.assertIn("| With a policy, of with client keys | median | 90 % interval | rounds |", text)
        self.assertIn("| CPU per request without the compiler's, 32 connections | 1.030 | 1.030 to 1.030 | 5 |", text)
        self.assertNotIn("With a journal", text)


class PageTest(unittest.TestCase):
    TEXT = f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n"

    def test_replaces_what_stands_between_the_markers(self):
        filled = page.filled(self.TEXT, "| a |", ["../bench/results/warm-up.png"])
        self.assertEqual(filled, f"before\n{page.BEGIN}\n| a |\n\n![Warm up](../bench/results/warm-up.png)\n{page.END}\nafter\n")

    def test_filled_twice_is_filled_once(self):
        once = page.filled(self.TEXT, "| a |", ["b.png"])
        self.assertEqual(page.filled(once, "| a |", ["b.png"]), once)

    def test_refuses_a_text_without_markers(self):
        with self.assertRaises(ValueError):
            page.filled("nothing here", "| a |", [])


class OptionsTest(unittest.TestCase):
    def test_runs_every_lane_unless_told_otherwise(self):
        self.assertEqual(options.parse([]).lanes, list(options.LANES))

    def test_takes_peers_that_are_named(self):
        self.assertTrue(options.parse(["--only", "nginx,portkey"]).peers)

    def test_refuses_unknown_lanes(self):
        with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit):
            options.parse(["--lanes", "latency,tides"])
        self.assertIn("tides is none of start, warm-up", said.getvalue())


if __name__ == "__main__":
    unittest.main()
