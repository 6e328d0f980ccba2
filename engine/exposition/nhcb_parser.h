#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/exposition/classic_histogram.h"
#include "engine/exposition/parser.h"

namespace watchglass::exposition {

/// Reads another parser's entries and gives classic histograms as native ones with custom buckets, behind their last
/// series. Only what a TYPE line calls a histogram, and no histogram that stands there as a native one already.
/// Source of all rules: prometheus model/textparse/nhcbparse.go.
class NhcbParser final : public Parser {
public:
    NhcbParser(std::unique_ptr<Parser> inner, ParserOptions options) : Parser({}, options), m_inner(std::move(inner)) {}

    [[nodiscard]] Result<Entry> next() override;
    [[nodiscard]] std::int64_t startTimestampMs() override;
    void labels(std::vector<LabelView>& out) override;

private:
    enum class State : std::uint8_t {
        Idle,
        Collecting,  ///< series of a classic histogram are being read
        Emitting,    ///< the entry is the converted histogram; the inner parser stands on the entry behind it
        Inhibited,   ///< behind a native histogram, whose classic series are not converted
    };
    /// An exemplar whose texts outlive the inner parser's entry.
    struct KeptExemplar {
        std::vector<std::pair<std::string, std::string>> labels;
        double value = 0;
        std::optional<std::int64_t> tMs;
    };

    Result<Entry> show(Entry entry, bool converted);
    bool collect();
    bool startOfAnother();
    [[nodiscard]] bool emit();
    void keepExemplars();
    [[nodiscard]] std::uint64_t hashOfLabels() const;

    std::unique_ptr<Parser> m_inner;
    State m_state = State::Idle;
    Entry m_entry = Entry::End;       ///< the inner parser's
    std::vector<LabelView> m_labels;  ///< of the inner parser's series
    std::string m_typedName;          ///< of the last TYPE line

    std::string m_name;  ///< of the histogram being collected, or of the native one behind which we are
    std::uint64_t m_hash = 0;
    ClassicHistogram m_classic;
    std::vector<std::pair<std::string, std::string>> m_histogramLabels;
    std::vector<KeptExemplar> m_kept;
    std::vector<KeptExemplar> m_shown;
    std::int64_t m_startMs = 0;
    std::optional<std::int64_t> m_tMs;
};

}  // namespace watchglass::exposition
