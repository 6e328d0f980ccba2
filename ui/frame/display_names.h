#pragma once

#include <string>
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

private:
    [[nodiscard]] std::string ownName(const Field& field, const Frame& frame) const;
    [[nodiscard]] std::string configuredName(const Field& field, const Frame& frame, std::size_t frameIndex) const;

    TextFilter m_variables;
    bool m_framesDiffer = false;
    std::string m_singleLabel;  ///< the one label name that occurs in all frames together, or ""
};

}  // namespace watchglass::ui
