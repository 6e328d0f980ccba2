#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>  // std::strong_ordering too: moc 6.4 cannot read <compare> itself
#include <vector>

namespace watchglass {

inline constexpr std::string_view kMetricName = "__name__";

/// A view of one label; valid as long as the Labels it came from.
struct LabelView {
    std::string_view name;
    std::string_view value;
    bool operator==(const LabelView&) const = default;
};

/// An immutable label set, sorted by name, without empty values: an empty value equals an absent label.
///
/// Kept as one string of length-prefixed names and values, so that equality and hash need no walk and a
/// set costs one allocation. Ordering is Prometheus's (labels.Compare): name, value, label by label, then
/// the number of labels.
/// Threads: as safe as a std::string.
class Labels {
public:
    class Iterator {
    public:
        using value_type = LabelView;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;

        Iterator() = default;
        explicit Iterator(const char* at) : m_at(at) {}
        LabelView operator*() const;
        Iterator& operator++();
        void operator++(int) { ++*this; }
        bool operator==(const Iterator&) const = default;

    private:
        const char* m_at = nullptr;
    };

    Labels() = default;
    Labels(std::initializer_list<std::pair<std::string_view, std::string_view>> labels);

    /// Sorts, drops empty values; of repeated names the last one wins.
    [[nodiscard]] static Labels fromPairs(std::vector<std::pair<std::string, std::string>> labels);
    /// From pairs that are already sorted by name, distinct and without empty values.
    [[nodiscard]] static Labels fromSorted(const std::vector<LabelView>& labels);

    [[nodiscard]] Iterator begin() const { return Iterator(m_packed.data()); }
    [[nodiscard]] Iterator end() const { return Iterator(m_packed.data() + m_packed.size()); }
    [[nodiscard]] bool empty() const { return m_packed.empty(); }
    [[nodiscard]] std::size_t size() const;

    /// The value of a label; "" if absent.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return !get(name).empty(); }
    [[nodiscard]] std::string_view metricName() const { return get(kMetricName); }

    /// XXH3 of the packed form. Equal sets have equal hashes, in every run.
    [[nodiscard]] std::uint64_t hash() const;
    /// The packed form: a key for hash maps.
    [[nodiscard]] const std::string& packed() const { return m_packed; }
    /// Reverses packed(). The bytes must come from packed().
    [[nodiscard]] static Labels fromPacked(std::string packed);
    /// As fromPacked() for bytes that may be damaged: none unless they are whole pairs in the order of their names.
    [[nodiscard]] static std::optional<Labels> fromStored(std::string packed);

    bool operator==(const Labels&) const = default;
    std::strong_ordering operator<=>(const Labels& other) const;

    /// As Prometheus prints a metric: `name{a="b", c="d"}`, names outside the classic charset in quotes,
    /// "{}" for the empty set.
    [[nodiscard]] std::string toString() const;

private:
    std::string m_packed;
};

/// Collects changes to a label set: set (an empty value deletes), remove, keep.
class LabelsBuilder {
public:
    LabelsBuilder() = default;
    explicit LabelsBuilder(const Labels& base) { reset(base); }

    void reset(const Labels& base);
    void clear() { m_labels.clear(); }
    LabelsBuilder& set(std::string_view name, std::string_view value);
    LabelsBuilder& remove(std::string_view name);
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return m_labels; }
    [[nodiscard]] Labels build() const;

private:
    std::vector<std::pair<std::string, std::string>> m_labels;  ///< sorted by name, no empty values
};

/// Whether `name` is a metric name of the classic charset: [a-zA-Z_:][a-zA-Z0-9_:]*.
[[nodiscard]] bool isLegacyMetricName(std::string_view name);
/// Whether `name` is a label name of the classic charset: [a-zA-Z_][a-zA-Z0-9_]*.
[[nodiscard]] bool isLegacyLabelName(std::string_view name);

/// Text in double quotes, escaped as Go's strconv.Quote does.
[[nodiscard]] std::string goQuote(std::string_view text);

}  // namespace watchglass

template <>
struct std::hash<watchglass::Labels> {
    std::size_t operator()(const watchglass::Labels& labels) const { return labels.hash(); }
};
