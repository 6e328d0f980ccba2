#include "engine/annotations/annotation.h"

#include <algorithm>

namespace watchglass::annotations {

bool hasTag(const Annotation& annotation, const std::string& wanted)
{
    return std::any_of(annotation.tags.begin(), annotation.tags.end(), [&](const std::string& tag) {
        return tag == wanted || (tag.size() > wanted.size() && tag.starts_with(wanted) && tag[wanted.size()] == ':' &&
                                 wanted.find(':') == std::string::npos);
    });
}

bool passes(const Annotation& annotation, const AnnotationFilter& filter)
{
    if (annotation.toMs < filter.fromMs || annotation.fromMs > filter.toMs) return false;
    if (!filter.dashboardUid.empty() && annotation.dashboardUid != filter.dashboardUid) return false;
    if (filter.panelId != 0 && annotation.panelId != filter.panelId) return false;
    if (filter.tags.empty()) return true;
    const auto has = [&](const std::string& tag) { return hasTag(annotation, tag); };
    return filter.anyTag ? std::any_of(filter.tags.begin(), filter.tags.end(), has)
                         : std::all_of(filter.tags.begin(), filter.tags.end(), has);
}

std::vector<std::string> cleanTags(const std::vector<std::string>& tags)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    std::vector<std::string> out;
    for (const std::string& tag : tags) {
        const auto first = tag.find_first_not_of(kBlanks);
        if (first == std::string::npos) continue;
        std::string clean = tag.substr(first, tag.find_last_not_of(kBlanks) - first + 1);
        if (std::find(out.begin(), out.end(), clean) == out.end()) out.push_back(std::move(clean));
    }
    return out;
}

}  // namespace watchglass::annotations
