#include "engine/promql/eval_grouping.h"

#include <algorithm>

namespace watchglass::promql {

GroupKeys::GroupKeys(std::vector<std::string> names, bool without) : m_names(std::move(names)), m_without(without)
{
    if (m_without) m_names.emplace_back(kMetricName);
    std::sort(m_names.begin(), m_names.end());
    m_names.erase(std::unique(m_names.begin(), m_names.end()), m_names.end());
}

std::string GroupKeys::clause() const
{
    std::string text = m_without ? "without" : "by";
    for (const std::string& name : m_names) text += ' ' + std::to_string(name.size()) + ' ' + name;
    return text;
}

Labels GroupKeys::labels(const Labels& of) const
{
    if (m_names.empty() && !m_without) return {};
    std::vector<LabelView> kept;
    for (const LabelView label : of) {
        if (std::binary_search(m_names.begin(), m_names.end(), label.name, std::less<>()) != m_without) {
            kept.push_back(label);
        }
    }
    return Labels::fromSorted(kept);
}

}  // namespace watchglass::promql
