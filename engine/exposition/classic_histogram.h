#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/histogram.h"

namespace watchglass::exposition {

/// Collects the series of one classic histogram and makes a native one with custom buckets of them
/// (prometheus util/convertnhcb).
class ClassicHistogram {
public:
    void clear();
    void setCount(double count);
    void setSum(double sum) { m_sum = sum; }
    /// A cumulative bucket; of equal bounds the first counts.
    void addBucket(double bound, double count);

    struct Converted {
        FloatHistogram histogram;
        bool integer = false;  ///< all counts are whole numbers
    };
    /// Errors: InvalidInput for counts that are negative, fall, or do not add up.
    [[nodiscard]] Result<Converted> convert() const;

private:
    struct Bucket {
        double bound = 0;
        double count = 0;
    };

    void complain(std::string text);

    std::vector<Bucket> m_buckets;
    double m_count = 0;
    double m_sum = 0;
    bool m_hasCount = false;
    std::string m_error;  ///< the first one
};

/// Which series of a classic histogram a name belongs to, and the histogram's name.
enum class ClassicPart : unsigned char { None, Bucket, Sum, Count };
struct ClassicName {
    ClassicPart part = ClassicPart::None;
    std::string_view base;
};
[[nodiscard]] ClassicName classicName(std::string_view metricName);

}  // namespace watchglass::exposition
