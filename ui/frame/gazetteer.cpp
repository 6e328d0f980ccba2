#include "ui/frame/gazetteer.h"

#include <map>
#include <string>

namespace watchglass::ui {

namespace {

using Index = std::map<std::string, const Place*, std::less<>>;

/// ASCII letters only: names with others are found as they are written.
std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& letter : out) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return out;
}

/// Names that data has for places which the table calls otherwise.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"turkey", "TR"},
    {"czech republic", "CZ"},
    {"ivory coast", "CI"},
    {"cape verde", "CV"},
    {"swaziland", "SZ"},
    {"macedonia", "MK"},
    {"burma", "MM"},
    {"holland", "NL"},
    {"great britain", "GB"},
    {"uk", "GB"},
    {"russian federation", "RU"},
    {"korea, republic of", "KR"},
    {"republic of korea", "KR"},
    {"viet nam", "VN"},
    {"united states of america", "US"},
    {"cote d'ivoire", "CI"},
    {"el", "GR"},
    {"east timor", "TL"},
};

Index indexOf(const std::vector<Place>& places, bool countries)
{
    Index index;
    for (const Place& place : places) {
        index.emplace(lower(place.id), &place);
        if (!place.alpha3.empty()) index.emplace(lower(place.alpha3), &place);
        index.emplace(lower(place.name), &place);
    }
    if (!countries) return index;
    for (const auto& [name, id] : kOtherNames) {
        if (const auto found = index.find(lower(id)); found != index.end()) index.emplace(name, found->second);
    }
    return index;
}

}  // namespace

Gazetteer::Gazetteer(std::string_view path)
{
    const auto slash = path.find_last_of('/');
    const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (file.empty() || file == "countries.json") m_places = &countryPlaces();
    if (file == "usa-states.json") m_places = &usaStatePlaces();
}

const Place* Gazetteer::find(std::string_view key) const
{
    static const Index countries = indexOf(countryPlaces(), true);
    static const Index states = indexOf(usaStatePlaces(), false);
    if (!m_places || key.empty()) return nullptr;
    const Index& index = m_places == &countryPlaces() ? countries : states;
    const auto found = index.find(lower(key));
    return found == index.end() ? nullptr : found->second;
}

}  // namespace watchglass::ui
