"""What is made of the figures of several rounds: medians, medians of ratios, medians of differences."""

from math import comb
from statistics import median


def median_of(rounds, contestant, metric):
    """The median over the rounds in which the contestant has the metric, or None."""
    values = [r[contestant][metric] for r in rounds if has(r, contestant, metric)]
    return median(values) if values else None


def ratio_to(rounds, contestant, base, metric):
    """The median of the ratios within each round: noise that slows a whole round cancels out."""
    values = ratios(rounds, contestant, base, metric)
    return median(values) if values else None


def ratios(rounds, contestant, base, metric):
    """The ratios within each round that has both."""
    return [
        r[contestant][metric] / r[base][metric]
        for r in rounds
        if has(r, contestant, metric) and has(r, base, metric) and r[base][metric]
    ]


def interval_of_median(values, confidence=0.9):
    """
    Where the true median lies with this confidence, whatever the values' distribution: between two of the values in order
    (the binomial distribution says how likely fewer than so many lie below it). None where there are too few.
    """
    ordered, n = sorted(values), len(values)
    cut, outside = 0, 0.0
    while cut < n // 2 and 2 * (outside + comb(n, cut) / 2**n) <= 1 - confidence:
        outside += comb(n, cut) / 2**n
        cut += 1
    return (ordered[cut - 1], ordered[n - cut]) if cut else None


def added_to(rounds, contestant, base, metric):
    """The median of the differences within each round."""
    values = [
        r[contestant][metric] - r[base][metric]
        for r in rounds
        if has(r, contestant, metric) and has(r, base, metric)
    ]
    return median(values) if values else None


def has(round_, contestant, metric):
    return round_.get(contestant, {}).get(metric) is not None


def seconds_to_share(samples, share=0.9, last=10.0, window=1.0):
    """
    Of (seconds, count so far) samples: when the rate, taken over a window, first reached a share of the final rate, which
    is that of the last seconds. None where the samples are too few to say.
    """
    if not samples or samples[-1][0] < last + window:
        return None, None
    final = rate(samples, samples[-1][0] - last, samples[-1][0])
    for end, _ in samples:
        if end >= window and rate(samples, end - window, end) >= share * final:
            return end, final
    return None, final


def rate(samples, start, end):
    """Counts per second between the samples nearest to two moments."""
    first = min(samples, key=lambda s: abs(s[0] - start))
    second = min(samples, key=lambda s: abs(s[0] - end))
    return (second[1] - first[1]) / (second[0] - first[0]) if second[0] > first[0] else 0.0
