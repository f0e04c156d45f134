"""What is made of the figures of several rounds."""

import unittest

from harness import figures


class FiguresTest(unittest.TestCase):
    ROUNDS = [
        {"direct": {"p50": 1.0}, "nginx": {"rate": 100.0, "p50": 2.0}, "gateway": {"rate": 50.0, "p50": 4.0}},
        {"direct": {"p50": 9.0}, "nginx": {"rate": 10.0, "p50": 10.0}, "gateway": {"rate": 5.0, "p50": 12.0}},
        {"direct": {"p50": 1.0}, "nginx": {"rate": 100.0, "p50": 2.0}, "gateway": {"rate": 20.0, "p50": 5.0}},
    ]

    def test_takes_the_median_of_the_rounds(self):
        self.assertEqual(figures.median_of(self.ROUNDS, "gateway", "rate"), 20.0)

    def test_takes_ratios_within_a_round_so_that_a_slow_round_cancels_out(self):
        self.assertEqual(figures.ratio_to(self.ROUNDS, "gateway", "nginx", "rate"), 0.5)

    def test_takes_differences_within_a_round(self):
        self.assertEqual(figures.added_to(self.ROUNDS, "gateway", "direct", "p50"), 3.0)

    def test_passes_over_rounds_without_the_figure(self):
        rounds = [*self.ROUNDS, {"gateway": {"rate": None}}, {"nginx": {"rate": 0.0}}]
        self.assertEqual(figures.median_of(rounds, "gateway", "rate"), 20.0)
        self.assertEqual(figures.ratio_to(rounds, "gateway", "nginx", "rate"), 0.5)

    def test_knows_nothing_of_who_was_never_measured(self):
        self.assertIsNone(figures.median_of(self.ROUNDS, "litellm", "rate"))
        self.assertIsNone(figures.ratio_to(self.ROUNDS, "litellm", "nginx", "rate"))
        self.assertIsNone(figures.added_to(self.ROUNDS, "litellm", "direct", "p50"))


class WarmUpTest(unittest.TestCase):
    def test_finds_when_ninety_percent_of_the_final_rate_was_reached(self):
        count, samples = 0.0, [(0.0, 0)]
        for quarter in range(1, 161):
            rate = 100 if quarter <= 40 else 1000      # ten slow seconds, then thirty fast ones
            count += rate / 4
            samples.append((quarter / 4, count))
        reached, final = figures.seconds_to_share(samples)
        self.assertAlmostEqual(final, 1000)
        self.assertGreater(reached, 10.5)
        self.assertLessEqual(reached, 11.0)

    def test_says_nothing_of_a_run_that_was_too_short(self):
        self.assertEqual(figures.seconds_to_share([(0.0, 0), (5.0, 100)]), (None, None))


if __name__ == "__main__":
    unittest.main()
