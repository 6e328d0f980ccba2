#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::conformance {

/// Collects the results of one area and prints each failure at once.
class Report {
public:
    explicit Report(std::string area) : m_area(std::move(area)) {}

    /// `id` names the case: its id, or "file.json#index" of a file without ids.
    void pass(std::string_view id);
    /// Long texts are cut in the print.
    void fail(std::string_view id, std::string_view expected, std::string_view got);
    /// A case that this program cannot run yet; `why` is printed once for each reason.
    void skip(std::string_view id, std::string_view why);

    /// Passes when the texts are equal.
    void compare(std::string_view id, std::string_view expected, std::string_view got);

    /// "AREA: N passed, N failed, N skipped"
    [[nodiscard]] std::string summary() const;
    [[nodiscard]] std::size_t passed() const { return m_passed; }
    [[nodiscard]] std::size_t failed() const { return m_failed; }
    [[nodiscard]] std::size_t skipped() const { return m_skipped; }

private:
    std::string m_area;
    std::size_t m_passed = 0;
    std::size_t m_failed = 0;
    std::size_t m_skipped = 0;
    std::vector<std::string> m_reasons;
};

/// Runs the cases below `dir` (the area's own folder).
using RunArea = void (*)(const std::filesystem::path& dir, Report& report);

/// A line of the table in main.cpp.
struct Area {
    std::string_view name;  ///< also the folder's name
    RunArea run;
};

}  // namespace watchglass::conformance
