#include "ui/pages/panel_link.h"

#include "ui/dashboard/url_text.h"

namespace watchglass::ui {

namespace {

/// For a POSIX shell: as it is when nothing in it means anything, else in single quotes.
std::string shellWord(const std::string& text)
{
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + "'";
}

TimeRangeText timesOf(const SharedView& view)
{
    if (!view.lockTime) return view.range.text;
    return {std::to_string(view.range.fromMs), std::to_string(view.range.toMs)};
}

bool isShared(const Variable& variable)
{
    if (variable.type == VariableType::AdHoc) return !variable.filters.empty();
    return variable.type != VariableType::Constant && !variable.selected.empty();
}

std::string slugOf(const std::string& title)
{
    std::string slug;
    for (const char c : title) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            slug += c;
        else if (c >= 'A' && c <= 'Z')
            slug += static_cast<char>(c - 'A' + 'a');
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug.empty() ? "dashboard" : slug;
}

}  // namespace

std::string renderCommand(const SharedView& view, const std::string& file)
{
    const TimeRangeText times = timesOf(view);
    std::string command = "watchglass render " + shellWord(view.location);
    if (view.panelId >= 0) command += " --panel " + std::to_string(view.panelId);
    command += " --from " + shellWord(times.from) + " --to " + shellWord(times.to);
    for (const Variable& variable : view.variables.all()) {
        if (!isShared(variable)) continue;
        for (const std::string& value : urlValues(variable))
            command += " --var " + shellWord(variable.name + "=" + value);
    }
    return command + " --out " + shellWord(file);
}

std::string grafanaPath(const SharedView& view)
{
    if (view.uid.empty()) return {};
    const TimeRangeText times = timesOf(view);
    UrlParameters parameters{{"from", {times.from}}, {"to", {times.to}}};
    for (const Variable& variable : view.variables.all()) {
        if (!isShared(variable)) continue;
        parameters.emplace_back("var-" + variable.name, urlValues(variable));
    }
    if (view.panelId >= 0) parameters.push_back({"viewPanel", {"panel-" + std::to_string(view.panelId)}});
    return "/d/" + view.uid + "/" + slugOf(view.title) + "?" + toUrlParameters(parameters);
}

}  // namespace watchglass::ui
