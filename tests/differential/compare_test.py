#!/usr/bin/env python3
"""The comparison must not be lenient."""

import unittest

import compare
import dataset
import expressions


def vector(*series):
    result = [{"metric": metric, "value": [10, value]} for metric, value in series]
    return 200, {"status": "success", "data": {"resultType": "vector", "result": result}}


def error(text, kind="execution", status=422):
    return status, {"status": "error", "errorType": kind, "error": text}


A, B = {"a": "1"}, {"a": "2"}


class CompareTest(unittest.TestCase):
    def check(self, verdict, ours, theirs, expression="up"):
        self.assertEqual(compare.answers(expression, ours, theirs)[0], verdict)

    def test_same(self):
        self.check("same", vector((A, "1"), (B, "NaN")), vector((B, "NaN"), (A, "1")))
        self.check("same", vector((A, "0.1")), vector((A, "0.10000000000000001")))
        self.check("same", vector((A, "+Inf")), vector((A, "+Inf")))
        self.check("same", error("duplicate: {a}"), error("duplicate: {b}"))

    def test_different(self):
        one = vector((A, "1"))
        for other in (vector((A, "1.00000000001")), vector((B, "1")), vector(), vector((A, "1"), (B, "1")),
                      vector((A, "NaN")), vector((A, "-Inf")), error("no")):
            self.check("different", one, other)
            self.check("different", other, one)
        self.check("different", error("one"), error("two"))
        self.check("different", error("one"), error("one", "bad_data", 400))
        self.check("different", vector((A, "1"), (A, "1")), one)
        self.check("different", vector((A, "1"), (B, "2")), vector((B, "2"), (A, "1")), "sort(up)")
        self.check("different", vector((A, "1"), (B, "2")), vector((A, "1"), (B, "3")), "topk(2, up)")

    def test_time_counts(self):
        later = vector((A, "1"))
        later[1]["data"]["result"][0]["value"][0] = 11
        self.check("different", vector((A, "1")), later)

    def test_rounding_only_where_prometheus_2_rounds(self):
        self.check("rounded", vector((A, "1")), vector((A, "1.00000001")), "avg(up)")
        self.check("different", vector((A, "1")), vector((A, "1.00000001")), "abs(up)")
        self.check("different", vector((A, "1")), vector((A, "1.001")), "avg(up)")

    def test_ties(self):
        self.check("same", vector((A, "1")), vector((B, "1")), "topk(1, up)")

    def test_newer(self):
        self.check("newer", vector((A, "+Inf")), vector((A, "NaN")), "stddev_over_time(a[1m])")
        self.check("different", vector((A, "NaN")), vector((A, "+Inf")), "stddev_over_time(a[1m])")
        self.check("different", vector((A, "+Inf")), vector((A, "NaN")), "abs(a)")
        self.check("different", vector((A, "+Inf"), (B, "1")), vector((A, "NaN"), (B, "2")), "stddev_over_time(a[1m])")
        text = compare.EARLIER_ERRORS[0]
        self.check("newer", error(text), vector(), "a > on () b")
        self.check("different", error(text), vector(), "a + on () b")
        self.check("different", vector(), error(text), "a > on () b")


class GeneratorTest(unittest.TestCase):
    def test_a_seed_repeats(self):
        first, second = expressions.Generator(7), expressions.Generator(7)
        self.assertEqual([first.expression() for _ in range(50)], [second.expression() for _ in range(50)])
        self.assertNotEqual(expressions.Generator(8).expression(), expressions.Generator(9).expression())
        self.assertEqual(dataset.openmetrics(3), dataset.openmetrics(3))

    def test_other_data(self):
        selectors = dataset.describe('m_total{x="a",y="b"} 1 100.5\nn 2 200\n# EOF\n')
        self.assertEqual(selectors, {"m_total": ['x="a"', 'x!="a"', 'y="b"', 'y!="b"'], "n": []})
        self.assertEqual((dataset.START, dataset.END), (100, 201))
        generator = expressions.Generator(1, selectors)
        self.assertFalse(any("requests_total" in generator.expression() for _ in range(300)))


if __name__ == "__main__":
    unittest.main()
