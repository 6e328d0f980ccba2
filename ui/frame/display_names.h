#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame/field_override.h"

namespace watchglass::ui {

/// Names fields as @grafana/data's field/fieldState does: a configured name, the data source's, or one made of frame,
/// field and labels. Made for one list of frames, whose names and labels decide what has to be told apart.
class DisplayNamer {
public:
    /// `variables` replaces dashboard variables in configured names; empty: they stay as they are.
    explicit DisplayNamer(const std::vector<Frame>& frames, TextFilter variables = {});

    /// `field` is one of the fields of `frame`, which is the one at `frameIndex` of the list.
    [[nodiscard]] std::string name(const Field& field, const Frame& frame, std::size_t frameIndex) const;

    /// What a configured name comes to: "" when its labels are not there.
    [[nodiscard]] std::string configured(const Field& field, const Frame& frame, std::size_t frameIndex) const
    {
        return configuredName(field, frame, frameIndex);
    }

    /// The name without what only the list of frames can tell: a configured name that has no `${...}`, else the own.
    [[nodiscard]] std::string fixedName(const Field& field, const Frame& frame) const;

private:
    [[nodiscard]] std::string ownName(const Field& field, const Frame& frame) const;
    [[nodiscard]] std::string configuredName(const Field& field, const Frame& frame, std::size_t frameIndex) const;

    TextFilter m_variables;
    bool m_framesDiffer = false;
    std::string m_singleLabel;  ///< the one label name that occurs in all frames together, or ""
};

/// Whether a frame is of an earlier time that its panel compares with: then it has the refId of the query with
/// "-compare" behind it, and names of its values end in " (comparison)", as in Grafana.
[[nodiscard]] bool isComparison(const Frame& frame);
[[nodiscard]] std::string comparisonRefId(std::string_view refId);

/// The name of a frame: its own, that of its only value, or "Series (A)"; `index` stands in for a missing refId.
/// Without an index all values are named.
[[nodiscard]] std::string frameDisplayName(const Frame& frame, std::optional<std::size_t> index = {});

/// `{a="1", b="2"}` by name; `otherwise` when there are none.
[[nodiscard]] std::string formatLabels(const Labels& labels, std::string_view otherwise = {},
                                       bool withoutBraces = false);
/// The same of labels that may be empty, which Labels leaves out.
[[nodiscard]] std::string formatLabels(std::vector<std::pair<std::string, std::string>> labels,
                                       std::string_view otherwise, bool withoutBraces);
/// Reads `{a="1", b="2"}`; the values of matchers count whatever their operator.
[[nodiscard]] Labels parseLabels(std::string_view text);
/// What all sets agree on.
[[nodiscard]] Labels commonLabels(const std::vector<Labels>& sets);
/// What `labels` has and `common` has not.
[[nodiscard]] Labels uniqueLabels(const Labels& labels, const Labels& common);

}  // namespace watchglass::ui
