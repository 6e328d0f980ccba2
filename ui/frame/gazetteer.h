#pragma once

#include <string_view>

#include "ui/frame/place_tables.h"

namespace watchglass::ui {

/// A table of places that data can name: the countries of the world and the states of the USA are at hand, whatever
/// folder or address Grafana has them in. "" is the countries.
/// Threads: immutable.
class Gazetteer {
public:
    explicit Gazetteer(std::string_view path);

    /// False: the table that is asked for is not at hand, and nothing is ever found.
    [[nodiscard]] bool isKnown() const { return m_places != nullptr; }
    /// By id, by three letters or by name, in any case.
    [[nodiscard]] const Place* find(std::string_view key) const;

private:
    const std::vector<Place>* m_places = nullptr;
};

}  // namespace watchglass::ui
