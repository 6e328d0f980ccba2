#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace watchglass::storage {

// What a row of a `labels` table says (FORMAT.md): distinct labels, then series as numbers into these.

/// A row that was read.
struct LabelRow {
    struct Series {
        std::int64_t id = 0;
        std::uint32_t begin = 0;
        std::uint32_t count = 0;
    };
    std::vector<std::string_view> pairs;  ///< name and value as in Labels::packed(); point into the content
    std::vector<std::uint32_t> numbers;   ///< places in `pairs`, series after series
    std::vector<Series> series;

    [[nodiscard]] std::span<const std::uint32_t> of(const Series& one) const
    {
        return std::span(numbers).subspan(one.begin, one.count);
    }
    void clear();
    /// Adds a series whose labels stand there as a whole, Labels::packed(). False when they make no sense.
    [[nodiscard]] bool add(std::int64_t id, std::string_view packed);
};

/// Reads the content of a row. False when it makes no sense; `row` has then nothing.
[[nodiscard]] bool decodeLabelRow(std::string_view content, LabelRow& row);

/// Writes one.
class LabelRowWriter {
public:
    /// The next series, of so many labels.
    void begin(std::int64_t id, std::size_t count);
    /// Its label number `place`, in the order of names; `key` stands for `text` (one label of Labels::packed()).
    void add(std::size_t place, std::uint32_t key, std::string_view text);
    [[nodiscard]] std::string content() const;

private:
    struct Recent {
        std::uint32_t key = ~std::uint32_t{0};
        std::uint32_t number = 0;
    };
    std::unordered_map<std::uint32_t, std::uint32_t> m_numbers;  ///< by key
    std::vector<Recent> m_recent;  ///< by place: the next series mostly has the same label there
    std::string m_pairs;
    std::string m_series;
    std::int64_t m_lastId = 0;
};

}  // namespace watchglass::storage
