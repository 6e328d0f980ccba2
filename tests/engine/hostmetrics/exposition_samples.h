#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/base/go_float.h"

namespace watchglass::hostmetrics {

using LabelMap = std::map<std::string, std::string>;

/// One exposition, taken apart for comparing.
struct Exposition {
    std::map<std::string, std::string> types;                   ///< by family
    std::map<std::string, std::map<LabelMap, double>> samples;  ///< by metric name
};

/// Reads well-formed Prometheus text; stops at the first line that is none.
inline Exposition parseExposition(std::string_view text)
{
    Exposition out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.substr(0, 7) == "# TYPE ") {
            const std::size_t blank = line.find(' ', 7);
            out.types[std::string(line.substr(7, blank - 7))] = line.substr(blank + 1);
        }
        if (line.empty() || line[0] == '#') continue;
        const std::size_t nameEnd = line.find_first_of("{ ");
        const std::string name(line.substr(0, nameEnd));
        line.remove_prefix(nameEnd);
        LabelMap labels;
        while (line[0] == '{' || line[0] == ',') {
            const std::size_t equals = line.find('=');
            std::string& value = labels[std::string(line.substr(1, equals - 1))];
            std::size_t at = equals + 2;
            for (; line[at] != '"'; ++at) {
                if (line[at] == '\\') ++at;
                value += line[at];
            }
            line.remove_prefix(at + 1);
        }
        out.samples[name][labels] = parseFloat(line.substr(line.find(' ') + 1)).value();
    }
    return out;
}

}  // namespace watchglass::hostmetrics
