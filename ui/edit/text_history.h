#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace watchglass::ui {

/// The steps that led to a text, each with a name and kept as the stretch that it replaced: undoing all of them gives
/// the first text to the byte, and a long history costs what was typed. Threads: as safe as a std::string.
class TextHistory {
public:
    /// Takes a step from `before` to `after` and drops what was undone. Steps that follow each other with the same
    /// `merge`, when it is not empty, become one under the first one's name.
    void push(const std::string& name, const std::string& before, const std::string& after,
              const std::string& merge = {});

    [[nodiscard]] bool canUndo() const { return m_done > 0; }
    [[nodiscard]] bool canRedo() const { return m_done < m_steps.size(); }
    /// The name of the step that would be undone or done again; "" when there is none.
    [[nodiscard]] std::string undoName() const { return canUndo() ? m_steps[m_done - 1].name : std::string(); }
    [[nodiscard]] std::string redoName() const { return canRedo() ? m_steps[m_done].name : std::string(); }
    /// The text before the last step; canUndo() must hold.
    [[nodiscard]] std::string undone(std::string text);
    /// The text after the next step; canRedo() must hold.
    [[nodiscard]] std::string redone(std::string text);
    /// The next push() starts a step of its own.
    void endMerge() { m_merge.clear(); }

private:
    struct Step {
        std::string name;
        std::size_t at = 0;
        std::string removed;
        std::string inserted;
    };

    std::vector<Step> m_steps;
    std::size_t m_done = 0;  ///< steps that hold; the others were undone
    std::string m_merge;     ///< of the last step
};

}  // namespace watchglass::ui
