#include "ui/edit/dashboard_editor.h"

#include "ui/dashboard/dashboard_source.h"
#include "ui/dashboard/document_path.h"

namespace watchglass::ui {

namespace {

Result<std::shared_ptr<const Dashboard>> dashboardOf(const std::string& text, const std::string& path)
{
    // Not readDashboardSources(): what is edited is JSON, and YAML would take almost any text.
    auto document = json::parse(text);
    if (!document) return tl::make_unexpected(document.error());
    const auto sources = readDashboardSources(text);
    if (!sources) return tl::make_unexpected(sources.error());
    for (const DashboardSource& source : *sources) {
        if (!source.document || source.part.path != path) continue;
        auto dashboard = openDashboard(source);
        if (!dashboard) return tl::make_unexpected(dashboard.error());
        return std::make_shared<const Dashboard>(std::move(*dashboard));
    }
    return fail(ErrorCode::NotFound, "the document holds no dashboard at \"" + path + "\"", path);
}

Result<void> make(const DocumentChange& change, DocumentText& document)
{
    if (change.removed) return document.remove(change.pointer);
    if (!change.order.empty()) return document.arrange(change.pointer, change.order);
    // What is there already changes only where it differs: an item of a list, not the list.
    if (document.become(change.pointer, change.value)) return {};
    return document.set(change.pointer, change.value);
}

}  // namespace

DashboardEditor::DashboardEditor(std::string text, std::string path, std::shared_ptr<const Dashboard> dashboard)
    : m_text(std::move(text)), m_saved(m_text), m_path(std::move(path)), m_dashboard(std::move(dashboard))
{
}

Result<std::unique_ptr<DashboardEditor>> DashboardEditor::open(std::string text, std::string path)
{
    auto dashboard = dashboardOf(text, path);
    if (!dashboard) return tl::make_unexpected(dashboard.error());
    return std::unique_ptr<DashboardEditor>(
        new DashboardEditor(std::move(text), std::move(path), std::move(*dashboard)));
}

const json::Value& DashboardEditor::written() const { return valueAt(m_dashboard->document(), m_path); }

Result<void> DashboardEditor::apply(const std::string& name, const DocumentChanges& changes, const std::string& merge)
{
    auto document = DocumentText::fromText(m_text);
    if (!document) return tl::make_unexpected(document.error());
    for (const DocumentChange& change : changes) {
        if (const auto done = make(change, *document); !done) return tl::make_unexpected(done.error());
    }
    return replaceText(name, document->text(), merge);
}

Result<void> DashboardEditor::replaceText(const std::string& name, std::string text, const std::string& merge)
{
    if (text == m_text) return {};
    auto dashboard = dashboardOf(text, m_path);
    if (!dashboard) return tl::make_unexpected(dashboard.error());
    m_history.push(name, m_text, text, merge);
    m_text = std::move(text);
    m_dashboard = std::move(*dashboard);
    Q_EMIT changed();
    return {};
}

void DashboardEditor::take(std::string text)
{
    m_text = std::move(text);
    m_history.endMerge();
    // Each text of the history was a dashboard when it was pushed.
    if (auto dashboard = dashboardOf(m_text, m_path)) m_dashboard = std::move(*dashboard);
    Q_EMIT changed();
}

void DashboardEditor::undo()
{
    if (m_history.canUndo()) take(m_history.undone(std::move(m_text)));
}

void DashboardEditor::redo()
{
    if (m_history.canRedo()) take(m_history.redone(std::move(m_text)));
}

void DashboardEditor::markSaved()
{
    m_saved = m_text;
    m_history.endMerge();
    Q_EMIT changed();
}

}  // namespace watchglass::ui
