#include "ui/edit/text_history.h"

#include <algorithm>

namespace watchglass::ui {

void TextHistory::push(const std::string& name, const std::string& before, const std::string& after,
                       const std::string& merge)
{
    if (before == after) return;
    std::string start = before;
    std::string called = name;
    m_steps.resize(m_done);
    if (!merge.empty() && merge == m_merge && m_done > 0) {
        start = undone(std::move(start));
        called = std::move(m_steps.back().name);
        m_steps.pop_back();
        if (start == after) {
            m_merge.clear();
            return;
        }
    }
    const std::size_t most = std::min(start.size(), after.size());
    std::size_t head = 0;
    while (head < most && start[head] == after[head]) ++head;
    std::size_t tail = 0;
    while (tail < most - head && start[start.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    m_steps.push_back({std::move(called), head, start.substr(head, start.size() - head - tail),
                       after.substr(head, after.size() - head - tail)});
    ++m_done;
    m_merge = merge;
}

std::string TextHistory::undone(std::string text)
{
    const Step& step = m_steps[--m_done];
    text.replace(step.at, step.inserted.size(), step.removed);
    return text;
}

std::string TextHistory::redone(std::string text)
{
    const Step& step = m_steps[m_done++];
    text.replace(step.at, step.removed.size(), step.inserted);
    return text;
}

}  // namespace watchglass::ui
