#include "ui/edit/line_diff.h"

#include <algorithm>

namespace watchglass::ui {

namespace {

using Kind = DiffLine::Kind;
using Lines = std::vector<std::string_view>;

/// Edits beyond this are shown as one change: their search grows with the square.
constexpr int kMostEdits = 1500;

Lines linesOf(std::string_view text)
{
    Lines out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        out.push_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return out;
}

/// Myers' shortest edit script over a[i..), b[j..): which lines of a and b stay, as pairs.
std::vector<std::pair<int, int>> common(const Lines& a, const Lines& b)
{
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    const int most = std::min(n + m, kMostEdits);
    const int offset = most + 1;
    std::vector<int> reach(static_cast<std::size_t>(2 * offset + 1), 0);
    const auto at = [&](std::vector<int>& v, int k) -> int& { return v[static_cast<std::size_t>(k + offset)]; };
    std::vector<std::vector<int>> trace;
    for (int d = 0; d <= most; ++d) {
        trace.emplace_back(reach.begin() + (offset - d - 1), reach.begin() + (offset + d + 2));
        for (int k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && at(reach, k - 1) < at(reach, k + 1));
            int x = down ? at(reach, k + 1) : at(reach, k - 1) + 1;
            int y = x - k;
            while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) ++x, ++y;
            at(reach, k) = x;
            if (x < n || y < m) continue;
            std::vector<std::pair<int, int>> out;
            for (int step = d; step >= 0; --step) {
                // trace[step] holds diagonals -step-1 .. step+1.
                const auto before = [&](int diagonal) {
                    return trace[static_cast<std::size_t>(step)][static_cast<std::size_t>(diagonal + step + 1)];
                };
                const int diagonal = x - y;
                const bool fromAbove = diagonal == -step ||
                                       (diagonal != step && before(diagonal - 1) < before(diagonal + 1));
                const int last = fromAbove ? diagonal + 1 : diagonal - 1;
                const int lastX = step == 0 ? 0 : before(last);
                const int lastY = step == 0 ? 0 : lastX - last;
                const int startX = step == 0 ? 0 : fromAbove ? lastX : lastX + 1;
                while (x > startX) {
                    --x;
                    --y;
                    out.emplace_back(x, y);
                }
                x = lastX;
                y = lastY;
            }
            std::reverse(out.begin(), out.end());
            return out;
        }
    }
    return {};
}

std::vector<DiffLine> withGaps(std::vector<DiffLine> all, std::size_t context)
{
    std::vector<char> keep(all.size(), 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].kind == Kind::Same) continue;
        const std::size_t from = i < context ? 0 : i - context;
        for (std::size_t j = from; j <= std::min(i + context, all.size() - 1); ++j) keep[j] = 1;
    }
    std::vector<DiffLine> out;
    std::size_t line = 1;  // of `before`
    bool gap = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (keep[i]) {
            if (gap) out.push_back({Kind::Gap, "line " + std::to_string(line)});
            gap = false;
        } else {
            gap = true;
        }
        if (all[i].kind != Kind::Added) ++line;
        if (keep[i]) out.push_back(std::move(all[i]));
    }
    return out;
}

}  // namespace

std::vector<DiffLine> lineDiff(std::string_view before, std::string_view after, std::size_t context)
{
    if (before == after) return {};
    Lines a = linesOf(before);
    Lines b = linesOf(after);
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    const auto middle = [&](const Lines& lines) {
        return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head),
                     lines.end() - static_cast<std::ptrdiff_t>(tail));
    };
    const Lines left = middle(a);
    const Lines right = middle(b);
    std::vector<DiffLine> all;
    const auto add = [&](Kind kind, std::string_view text) { all.push_back({kind, std::string(text)}); };
    for (std::size_t i = 0; i < head; ++i) add(Kind::Same, a[i]);
    int x = 0;
    int y = 0;
    auto stays = common(left, right);
    stays.emplace_back(static_cast<int>(left.size()), static_cast<int>(right.size()));
    for (const auto& [nextX, nextY] : stays) {
        for (; x < nextX; ++x) add(Kind::Removed, left[static_cast<std::size_t>(x)]);
        for (; y < nextY; ++y) add(Kind::Added, right[static_cast<std::size_t>(y)]);
        if (static_cast<std::size_t>(x) < left.size()) add(Kind::Same, left[static_cast<std::size_t>(x)]);
        ++x;
        ++y;
    }
    for (std::size_t i = a.size() - tail; i < a.size(); ++i) add(Kind::Same, a[i]);
    return withGaps(std::move(all), context);
}

}  // namespace watchglass::ui
