#include "ui/frame/histogram.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "ui/frame/column_join.h"
#include "ui/frame/number_text.h"
#include "ui/frame/value_format.h"

namespace watchglass::ui {

namespace {

/// Values that count: finite ones, and what stands for no value.
std::vector<double> countedValues(const Field& field)
{
    std::optional<double> nothing;
    if (field.config.noValue) {
        char* end = nullptr;
        const double value = std::strtod(field.config.noValue->c_str(), &end);
        if (*end == 0) nothing = value;
    }
    std::vector<double> out;
    for (std::size_t i = 0; i < field.values.size(); ++i) {
        const double value = field.values.has(i) ? field.values.number(i) : nothing.value_or(std::nan(""));
        if (std::isfinite(value)) out.push_back(value);
    }
    return out;
}

double chooseSize(std::vector<double> all, double bucketCount)
{
    std::sort(all.begin(), all.end());
    double least = all.size() == 1 ? 1 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i] != all[i - 1]) least = std::min(least, all[i] - all[i - 1]);
    }
    const double target = all.empty() ? std::nan("") : (all.back() - all.front()) / bucketCount;
    for (const double size : bucketSizes()) {
        if (target < size && size >= least) return size;
    }
    return std::nan("");
}

/// Decimals that a number is written with; none for those with an exponent.
int plainDecimals(double value)
{
    const std::string text = jsNumber(value);
    const auto dot = text.find('.');
    if (dot == std::string::npos || text.find('e') != std::string::npos) return 0;
    return static_cast<int>(text.size() - dot - 1);
}

}  // namespace

std::span<const double> bucketSizes()
{
    static const auto sizes = [] {
        std::vector<double> out;
        const auto add = [&out](const char* mantissa, int exponent) {
            out.push_back(std::strtod((std::string(mantissa) + 'e' + std::to_string(exponent)).c_str(), nullptr));
        };
        constexpr int kFirst = -9;
        constexpr int kLast = 9;
        for (int exponent = kFirst; exponent <= kLast; ++exponent) {
            for (const char* mantissa : {"1", "2", "2.5", "4", "5"}) {
                // Small whole buckets have no half among them.
                if (exponent == 0 && std::string_view(mantissa) == "2.5") continue;
                add(mantissa, exponent);
            }
        }
        return out;
    }();
    return sizes;
}

double nearestMultiple(double value, double step) { return detail::jsRound(value / step) * step; }

double multipleAbove(double value, double step) { return std::ceil(value / step) * step; }

double multipleBelow(double value, double step) { return std::floor(value / step) * step; }

std::optional<Histogram> buildHistogram(const std::vector<Frame>& frames, const HistogramRules& rules)
{
    std::vector<const Field*> fields;
    std::vector<std::vector<double>> values;
    std::vector<double> all;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            if (field.type != FieldType::Number) continue;
            fields.push_back(&field);
            values.push_back(countedValues(field));
            all.insert(all.end(), values.back().begin(), values.back().end());
        }
    }
    if (fields.empty()) return std::nullopt;
    const bool given = rules.bucketSize && *rules.bucketSize > 0;
    const double size = given ? *rules.bucketSize : chooseSize(std::move(all), rules.bucketCount);

    constexpr int kBucketDecimals = 9;
    std::vector<JoinTable> tables;
    for (const auto& numbers : values) {
        std::map<double, double> buckets;
        for (const double value : numbers) {
            const double bucket = multipleBelow(value - rules.bucketOffset, size) + rules.bucketOffset;
            ++buckets[detail::roundDecimals(bucket, kBucketDecimals)];
        }
        std::vector<double> starts;
        std::vector<double> counts;
        for (const auto& [start, count] : buckets) {
            starts.push_back(start);
            counts.push_back(count);
        }
        tables.push_back({{Values::numbers(std::move(starts)), Values::numbers(std::move(counts))}, {}});
    }
    const auto joined = joinOuter(tables);

    Histogram out;
    out.min.name = "xMin";
    for (const Field* field : fields) {
        if (!field->config.unit || field->config.unit->empty()) continue;
        out.min.config = field->config;
        out.min.displayNameFromDs = field->displayNameFromDs;
        break;
    }
    if (const int decimals = plainDecimals(size); decimals > 0) out.min.config.decimals = decimals;
    out.min.values = joined.front();
    out.max = out.min;
    out.max.name = "xMax";
    std::vector<double> ends;
    for (std::size_t i = 0; i < out.min.values.size(); ++i) ends.push_back(out.min.values.number(i) + size);
    out.max.values = Values::numbers(std::move(ends));
    for (std::size_t f = 0; f < fields.size(); ++f) {
        std::vector<double> counts(joined.front().size());
        for (std::size_t i = 0; i < counts.size(); ++i) {
            counts[i] = joined[f + 1].has(i) ? joined[f + 1].number(i) : 0;
        }
        Field count = *fields[f];
        if (count.config.unit != "short") count.config.unit.reset();
        count.values = Values::numbers(std::move(counts));
        out.counts.push_back(std::move(count));
    }
    if (!rules.combine) return out;
    std::vector<double> sums(joined.front().size());
    for (const Field& count : out.counts) {
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += count.values.number(i);
    }
    out.counts.resize(1);
    out.counts.front().name = "count";
    out.counts.front().displayName = "Count";
    out.counts.front().values = Values::numbers(std::move(sums));
    return out;
}

}  // namespace watchglass::ui
