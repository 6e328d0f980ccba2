"""Random PromQL from a seed: typed, so that most expressions are legal and many have a result."""

import random

import dataset

SELECTORS = {
    "requests_total": ('job="api"', 'job!="api"', 'code="500"', 'instance=~"[ab]:1"', 'code!~"2.."'),
    "queue_size": ('job="web"', 'instance=~"a.*|c:1"', 'job=~".+"', 'instance!="b:1"'),
    "temperature": ('room="attic"', 'room!~"g.*"', 'room=~".*e.*"', 'room="Küche"'),
    "latency_seconds_bucket": ('le="0.5"', 'le!="+Inf"', 'job="api"'),
    "latency_seconds_count": ('job="api"', 'job=""'),
    "sparse": ('x="1"', 'x=~"[12]"', 'y=""'),
    "special": ('kind="nan"', 'kind=~"inf|zero"', 'kind!~"nan|inf|huge"'),
    "up": ('job="api"', 'instance="a:1"', 'job!="nope"'),
    "build_version": ('job="web"', 'version=~"1.*"'),
}
LABELS = ("job", "instance", "code", "room", "le", "x", "kind", "version", "nothing")

COUNTERS = ("requests_total", "latency_seconds_bucket", "latency_seconds_count", "sparse")
# {smoothing}: holt_winters in Prometheus 2, double_exponential_smoothing in 3.
OVER_TIME = (
    "rate({c})", "increase({c})", "rate({c})", "delta({r})", "irate({r})", "idelta({r})", "changes({r})", "resets({r})",
    "avg_over_time({r})", "min_over_time({r})", "max_over_time({r})", "sum_over_time({r})", "count_over_time({r})",
    "quantile_over_time({q}, {r})", "stddev_over_time({r})", "stdvar_over_time({r})", "last_over_time({r})",
    "present_over_time({r})", "absent_over_time({r})", "deriv({r})", "predict_linear({p}, {n})", "predict_linear({p}, {s})", "quantile_over_time({s} / 1000, {p})",
    "last_over_time({p}) + {s}",
    "{{smoothing}}({r}, 0.5, 0.3)",
)
OF_VECTOR = (
    "abs({v})", "ceil({v})", "floor({v})", "exp({v} / 1000)", "sqrt({v})", "ln({v})", "log2({v})", "log10({v})", "sgn({v})",
    "round({v})", "round({v}, 0.5)", "clamp({v}, 1, 300)", "clamp_min({v}, {n})", "clamp_max({v}, {n})", "sin(clamp({v}, -99, 99))",
    "cos(clamp({v}, -99, 99))", "tan(clamp({v}, -99, 99))", "atan({v})", "tanh({v})", "deg({v})", "rad({v})", "absent({v})", "-{v}", "+{v}", "sort({v})",
    "sort_desc({v})", "timestamp({v})", "minute({v})", "hour({v})", "day_of_week({v})", "day_of_month({v})", "month({v})",
    "year({v})", "days_in_month({v})", "day_of_year({v})", "vector(scalar({v}))",
    'label_replace({v}, "new", "$1-x", "{l}", "(.)(.*)")', 'label_join({v}, "joined", "+", "{l}", "{k}")',
    'label_replace({v}, "{l}", "", "{k}", ".*")', "({v})", "clamp({v}, {s}, {s})", "round({v}, {s})", "vector({s})",
    "clamp_max({v}, {s})", "hour(vector({s}))", "minute()", "day_of_year()", "absent({v} > {s})",
    'label_join({v}, "{l}", "", "{k}", "{l}", "{k}")', 'label_replace({v}, "__name__", "n_$1", "{l}", "(.*)")',
)
AGGREGATIONS = ("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile", "count_values")
ARITHMETIC = ("+", "-", "*", "/", "%", "^", "atan2")
COMPARISON = ("==", "!=", ">", "<", ">=", "<=")
SETS = ("and", "or", "unless")


def summed(text):
    """Whether last digits are open: Prometheus sums in the random order of a hash table."""
    return any(name in text for name in ("std", "avg", "sum"))


class Generator:
    def __init__(self, seed, selectors=None):
        """`selectors`: metrics and matchers of other data than that of dataset.py."""
        self.rng = random.Random(seed)
        self.own_data = selectors is None
        self.selectors = selectors or SELECTORS
        self.counters = COUNTERS if self.own_data else \
            [name for name in self.selectors if name.endswith(("_total", "_bucket", "_count"))] or list(self.selectors)
        self.in_subquery = 0
        self.in_parameter = False

    def expression(self):
        self.in_subquery = 0
        self.in_parameter = False
        kind = self.rng.random()
        if kind < 0.06:
            return self.scalar(2)
        if kind < 0.12:  # only here: which of equal values is chosen depends on the order of a hash table
            k = self.rng.randrange(0, 4)
            return f"{self.rng.choice(('topk', 'bottomk'))}{self.grouping()}({k}, {self.vector(2)})"
        return self.vector(self.rng.choice((1, 1, 2, 2, 3, 4)))

    def vector(self, depth):
        if depth <= 0:
            return self.selector()
        kind = self.rng.choices(("select", "over", "function", "aggregate", "binary", "scalar", "set", "buckets"),
                                (6, 22, 16, 22, 20, 8, 8, 3))[0]
        if kind == "select":
            return self.selector()
        if kind == "over":
            return self.fill(self.rng.choice(OVER_TIME), depth)
        if kind == "function":
            return self.fill(self.rng.choice(OF_VECTOR), depth)
        if kind == "aggregate":
            return self.aggregate(depth)
        if kind == "binary":
            return self.binary(depth)
        if kind == "scalar":
            return self.with_scalar(depth)
        if kind == "set":
            operator = self.rng.choice(SETS)
            return f"{self.operand(depth - 1)} {operator} {self.set_matching()}{self.operand(depth - 1)}"
        if not self.own_data:
            return self.selector()
        inner = self.rng.choice(("rate(latency_seconds_bucket[{d}])", "latency_seconds_bucket",
                                 "sum by (le) (rate(latency_seconds_bucket[{d}]))", "latency_seconds_bucket * 2"))
        return f"histogram_quantile({self.quantile()}, {inner.format(d=self.duration())})"

    def scalar(self, depth):
        kind = self.rng.randrange(5 if depth > 0 else 2)
        if kind == 0:
            return self.number()
        if kind == 1:
            return self.rng.choice(("time()", "pi()", "1", "0", "-2", "Inf", "NaN"))
        if kind == 2:
            return f"scalar({self.vector(depth - 1)})"
        if kind == 3:
            return f"({self.scalar(depth - 1)} {self.rng.choice(ARITHMETIC)} {self.scalar(depth - 1)})"
        return f"({self.scalar(depth - 1)} {self.rng.choice(COMPARISON)} bool {self.scalar(depth - 1)})"

    def range(self, depth, at=True):
        at = at and not self.in_parameter
        if depth > 1 and self.in_subquery < 2 and self.rng.random() < 0.3:
            return self.subquery(depth, at=at)
        return f"{self.bare_selector()}[{self.duration()}]{self.modifiers(at)}"

    def counter_range(self, depth):
        name = self.rng.choice(self.counters)
        if depth > 1 and self.in_subquery < 2 and self.rng.random() < 0.3:
            whole = name != "sparse"  # a sum over gaps is no counter
            return self.subquery(depth, self.rng.choice((name, f"sum by (job) ({name})", f"max({name})") if whole else (name,)))
        return f"{self.matched(name)}[{self.duration()}]{self.modifiers(not self.in_parameter)}"

    def subquery(self, depth, inner=None, at=True):
        """Nested ones get ranges of a half second more: they start from whole seconds."""
        nested = self.in_subquery > 0
        if inner is None:
            self.in_subquery += 1
            inner = self.vector(depth - 2)
            self.in_subquery -= 1
        length = self.duration() + ("500ms" if nested else "")
        step = self.rng.choice(("30s", "1m", "7s", "", "47s"))
        return f"({inner})[{length}:{step}]{'' if nested else self.modifiers(at and not self.in_parameter)}"

    def aggregate(self, depth):
        operator = self.rng.choice(AGGREGATIONS)
        by = self.grouping()
        inner = self.vector(depth - 1)
        if operator == "quantile":
            parameter = self.quantile() if self.rng.random() < 0.7 else self.parameter(depth - 1)
            return f"quantile{by}({parameter}, {inner})"
        if operator == "count_values":  # rounded, as the last digits differ
            if summed(inner):  # and may fall on either side of what is rounded
                inner = self.selector()
            return f'count_values{by}("value", round(clamp({inner}, -1e9, 1e9), 0.07))'
        if operator in ("stddev", "stdvar"):  # of one value that is not finite: 0 in Prometheus 2, NaN in 3
            return f"{operator}{by}(({inner}) > -Inf < Inf)"
        return f"{operator}{by}({inner})"

    def parameter(self, depth):
        outer, self.in_parameter = self.in_parameter, True
        out = f"{self.scalar(depth)} / {self.rng.choice((1000, 10, 1e6))}"
        self.in_parameter = outer
        return out

    def grouping(self):
        return self.rng.choice(("", f" by ({self.label_list()}) ", f" without ({self.label_list()}) "))

    def binary(self, depth):
        operator = self.rng.choice(ARITHMETIC + COMPARISON)
        modifier = " bool" if operator in COMPARISON and self.rng.random() < 0.4 else ""
        chance = self.rng.random()
        if chance < 0.35:  # the same labels on both sides
            left = self.vector(depth - 1)
            if operator == "atan2":
                left = f"abs({left})"
            if operator in (*COMPARISON, "%") and summed(left):
                operator, modifier = "+", ""
            return f"({left}) {operator}{modifier} {self.rng.choice((left, f'({left}) / 2', f'abs({left})'))}"
        if chance < 0.6 and self.own_data:
            many = self.rng.choice(("requests_total", "queue_size", "up", f"rate(requests_total[{self.duration()}])"))
            one = self.rng.choice(("build_version", "sum by (job) (up)", "latency_seconds_count"))
            include = self.rng.choice(("", "(version)", "()"))
            if operator == "atan2":
                many = f"abs({many})"
            if self.rng.random() < 0.5:
                return f"{many} {operator}{modifier} on (job) group_left {include} {one}"
            return f"{one} {operator}{modifier} on (job) group_right {include} {many}"
        left = self.operand(depth - 1)
        if operator == "atan2":  # keeps the metric's name in Prometheus 2
            left = f"abs({left})"
        return f"{left} {operator}{modifier} {self.matching()}{self.operand(depth - 1)}"

    def with_scalar(self, depth):
        operator = self.rng.choice(ARITHMETIC + COMPARISON)
        modifier = " bool" if operator in COMPARISON and self.rng.random() < 0.4 else ""
        vector = self.operand(depth - 1)
        if operator == "%" and summed(vector):
            operator = "/"
        sides = [f"abs({vector})" if operator == "atan2" else vector, self.scalar(depth - 1)]
        self.rng.shuffle(sides)
        return f"{sides[0]} {operator}{modifier} {sides[1]}"

    def operand(self, depth):
        inner = self.vector(depth)
        return inner if depth <= 0 else f"({inner})"

    def selector(self):
        return self.bare_selector() + self.modifiers()

    def bare_selector(self):
        if self.rng.random() < 0.03:
            return self.rng.choice(('{job="api",__name__=~"up|queue_size"}', '{__name__=~"s.*e",x!="2"}'))
        if self.rng.random() < 0.02:
            return 'absent_metric{job="x"}'
        return self.matched(self.rng.choice(tuple(self.selectors)))

    def matched(self, name):
        known = self.selectors[name]
        matchers = self.rng.sample(known, min(len(known), self.rng.choice((0, 0, 1, 1, 2))))
        return name + ("{" + ",".join(matchers) + "}" if matchers else "")

    def modifiers(self, at=True):
        """Ranges below what changes with the steps get no `@`: Prometheus 2 moves them along with the steps."""
        out = ""
        if self.rng.random() < 0.15:
            out += f" offset {self.rng.choice(('', '-'))}{self.duration()}"
        if at and self.rng.random() < 0.1:
            at = dataset.START + self.rng.randrange(0, dataset.END - dataset.START) + 0.5
            out += self.rng.choice((f" @ {at}", " @ start()", " @ end()"))
        return out

    def matching(self):
        return self.rng.choice(("", "", f"on ({self.label_list()}) ", f"ignoring ({self.label_list()}) "))

    set_matching = matching

    def label_list(self):
        return ", ".join(self.rng.sample(LABELS, self.rng.choice((0, 1, 1, 2))))

    def duration(self):
        return self.rng.choice(("1m", "5m", "2m30s", "17s", "43s", "10m", "1h", "20m", "1h5m7s", "90s"))

    def quantile(self):
        return self.rng.choice(("0.5", "0.9", "0.99", "0", "1", "0.25", "-1", "2"))

    def number(self):
        return self.rng.choice(("0", "1", "2", "0.5", "3.25", "100", "-1", "1e3", "600", "0x1F", ".5", "-0", "1e-9"))

    def fill(self, template, depth):
        labels = self.rng.sample(LABELS, 2)
        ranged = self.range(depth) if "{r}" in template else ""
        if template in ("changes({r})", "resets({r})") and summed(ranged):  # last digits would count as changes
            template = "count_over_time({r})"
        return template.format(r=ranged,
                               c=self.counter_range(depth) if "{c}" in template else "",
                               p=self.range(depth, at=False) if "{p}" in template else "",
                               v=self.operand(depth - 1) if "{v}" in template else "",
                               s=self.scalar(depth - 1) if "{s}" in template else "",
                               q=self.quantile(), n=self.number(), l=labels[0], k=labels[1])
