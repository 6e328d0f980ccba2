#include "tests/conformance/report.h"

#include <algorithm>
#include <cstdio>

namespace watchglass::conformance {

namespace {

std::string shortened(std::string_view text)
{
    constexpr std::size_t kMax = 600;
    std::string out(text.substr(0, kMax));
    if (text.size() > kMax) out += "... (" + std::to_string(text.size()) + " bytes)";
    return out;
}

}  // namespace

void Report::pass(std::string_view) { ++m_passed; }

void Report::fail(std::string_view id, std::string_view expected, std::string_view got)
{
    ++m_failed;
    std::printf("FAIL %s %s\n  expected: %s\n  got:      %s\n", m_area.c_str(), std::string(id).c_str(),
                shortened(expected).c_str(), shortened(got).c_str());
}

void Report::skip(std::string_view id, std::string_view why)
{
    ++m_skipped;
    if (std::find(m_reasons.begin(), m_reasons.end(), why) != m_reasons.end()) return;
    m_reasons.emplace_back(why);
    std::printf("skipped %s %s: %s (said once for all such cases)\n", m_area.c_str(), std::string(id).c_str(),
                std::string(why).c_str());
}

void Report::compare(std::string_view id, std::string_view expected, std::string_view got)
{
    if (expected == got) {
        pass(id);
    } else {
        fail(id, expected, got);
    }
}

std::string Report::summary() const
{
    return m_area + ": " + std::to_string(m_passed) + " passed, " + std::to_string(m_failed) + " failed, " +
           std::to_string(m_skipped) + " skipped";
}

}  // namespace watchglass::conformance
