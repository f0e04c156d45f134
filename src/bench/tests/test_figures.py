"""What is made of the figures of several rounds."""

import unittest

from harness import figures, heap


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

    def test_the_medians_interval_lies_between_values_in_order(self):
        values = [1.0, 0.9, 1.3, 1.1, 0.8, 1.2, 1.4, 0.7, 1.5, 1.6]
        self.assertEqual(figures.interval_of_median(values), (0.8, 1.5))            # 2nd and 9th: 97.9 %; 3rd and 8th: 89.1 %
        self.assertEqual(figures.interval_of_median(values, 0.89), (0.9, 1.4))
        self.assertEqual(figures.interval_of_median(values[:5]), (0.8, 1.3))        # the outermost: 93.8 %

    def test_few_values_have_no_interval(self):
        self.assertIsNone(figures.interval_of_median([1.0, 1.1, 1.2, 1.3]))         # the outermost: 87.5 %


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


class HeapTest(unittest.TestCase):
    def test_reads_one_heap_of_g1(self):
        info = """ garbage-first heap   total reserved 262144K, committed 65536K, used 20480K [0x00000000f0000000, 0x0000000100000000)
  region size 1024K, 3 young (3072K), 1 survivors (1024K)
 Metaspace       used 34862K, committed 35328K, reserved 1114112K
  class space    used 4231K, committed 4480K, reserved 1048576K"""
        self.assertEqual(heap.used_of(info), 20)

    def test_adds_up_the_generations_of_the_serial_collector(self):
        info = """ DefNew total 829440K, used 10240K [0x0, 0x1, 0x1)
  eden space 737280K,   1% used [0x0, 0x1, 0x1)
 Tenured total 126976K, used 5120K [0x0, 0x1, 0x1)
 Metaspace       used 34862K, committed 35328K, reserved 1114112K"""
        self.assertEqual(heap.used_of(info), 15)


if __name__ == "__main__":
    unittest.main()
