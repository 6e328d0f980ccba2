#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/labels.h"
#include "engine/promql/series_description.h"

namespace watchglass::promql::script {

/// A script that makes no sense; never leaves test_script.cpp.
struct ScriptError final : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A series line: labels and its value sequence, written out.
struct SeriesLine {
    Labels labels;
    std::vector<SequenceValue> values;
    /// Of the `@st` line before it: per value the start time relative to the sample, in ms. Empty without one.
    std::vector<std::optional<std::int64_t>> startOffsets;
};

/// What must hold for one level of annotations, or for the error.
struct Expectation {
    bool any = false;
    std::vector<std::string> messages;  ///< exact texts
    std::vector<std::string> patterns;  ///< regular expressions, unanchored
};

struct EvalCommand {
    int line = 0;
    bool range = false;
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
    std::int64_t stepMs = 0;
    std::string query;

    bool ordered = false;
    bool mustFail = false;
    Expectation fail;
    Expectation warn;
    Expectation info;
    bool noWarn = false;
    bool noInfo = false;
    std::optional<double> scalar;
    std::optional<std::string> text;
    bool rangeVector = false;  ///< with the three below: an instant query of type matrix
    std::int64_t vectorStartMs = 0;
    std::int64_t vectorStepMs = 0;
    std::vector<SeriesLine> series;
};

struct LoadCommand {
    int line = 0;
    std::int64_t intervalMs = 0;
    bool customBuckets = false;  ///< load_with_nhcb
    std::vector<SeriesLine> series;
};

struct Command {
    enum class Kind : std::uint8_t { Clear, Load, Eval } kind = Kind::Clear;
    LoadCommand load;
    EvalCommand eval;
};

/// Reads a script command by command. Throws ScriptError; line() tells where.
class Reader {
public:
    explicit Reader(std::string_view script);

    /// The next command, or nothing at the end.
    [[nodiscard]] std::optional<Command> next();
    [[nodiscard]] int line() const { return static_cast<int>(m_line) + 1; }

private:
    [[nodiscard]] LoadCommand readLoad();
    [[nodiscard]] EvalCommand readEval();
    void readExpectations(EvalCommand& eval);
    bool readExpectLine(EvalCommand& eval, std::string_view line);

    std::vector<std::string> m_lines;  ///< trimmed; comments are empty
    std::size_t m_line = 0;
};

}  // namespace watchglass::promql::script
