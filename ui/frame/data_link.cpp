#include "ui/frame/data_link.h"

#include <algorithm>

namespace watchglass::ui {

std::vector<ShownLink> linksAt(const DataPoint& point, const PointText& replace)
{
    std::vector<ShownLink> out;
    const Field& field = (*point.frames)[point.frame].fields[point.field];
    if (!field.config.links) return out;
    for (const DataLink& link : *field.config.links) {
        std::string url = link.url;
        url.erase(std::remove(url.begin(), url.end(), '\n'), url.end());
        out.push_back({replace(link.title, point), replace(url, point), link.newWindow, link.oneClick});
    }
    return out;
}

}  // namespace watchglass::ui
