#include "ui/panels/element_accessible.h"

#include <map>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include "ui/panels/element_panel.h"

namespace watchglass::ui {

namespace {

/// Screen readers ask for children one by one: more than this serves nobody.
constexpr int kMostChildren = 2000;

class ElementInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    ElementInterface(ElementPanel* panel, std::size_t index) : m_panel(panel), m_index(index) {}

    bool isValid() const override { return m_panel && m_index < m_panel->elementCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_panel ? m_panel->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_panel); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) return {};
        const PanelElement element = m_panel->element(m_index);
        if (kind == QAccessible::Name) return element.name;
        return kind == QAccessible::Value || kind == QAccessible::Description ? element.value : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override
    {
        if (!isValid()) return {};
        const QRect box = m_panel->element(m_index).box.toAlignedRect();
        return {m_panel->mapToGlobal(box.topLeft()), box.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        state.invalid = !isValid();
        if (!isValid()) return state;
        state.offscreen = m_panel->element(m_index).box.isEmpty();
        state.focused = m_panel->hasFocus() && m_panel->currentElement() == m_index;
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override
    {
        if (!isValid()) return;
        m_panel->setFocus();
        m_panel->setCurrentElement(m_index);
        if (name == pressAction()) m_panel->activateElement(m_index);
    }

private:
    QPointer<ElementPanel> m_panel;
    std::size_t m_index;
};

class ElementPanelInterface final : public QAccessibleWidget {
public:
    explicit ElementPanelInterface(ElementPanel* panel) : QAccessibleWidget(panel, QAccessible::List), m_panel(panel) {}
    ~ElementPanelInterface() override
    {
        for (const auto& [index, id] : m_ids) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override
    {
        return m_panel ? static_cast<int>(std::min<std::size_t>(m_panel->elementCount(), kMostChildren)) : 0;
    }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount()) return nullptr;
        const auto found = m_ids.find(index);
        if (found != m_ids.end()) return QAccessible::accessibleInterface(found->second);
        auto* made = new ElementInterface(m_panel, static_cast<std::size_t>(index));
        m_ids.emplace(index, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        for (int i = childCount() - 1; i >= 0; --i) {
            if (child(i)->rect().contains(x, y)) return child(i);
        }
        return nullptr;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override
    {
        for (const auto& [index, id] : m_ids) {
            if (QAccessible::accessibleInterface(id) == wanted) return index;
        }
        return -1;
    }
    QAccessibleInterface* focusChild() const override
    {
        const auto current = m_panel ? m_panel->currentElement() : std::nullopt;
        return current ? child(static_cast<int>(*current)) : nullptr;
    }

private:
    QPointer<ElementPanel> m_panel;
    mutable std::map<int, QAccessible::Id> m_ids;
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    auto* panel = qobject_cast<ElementPanel*>(object);
    return panel ? new ElementPanelInterface(panel) : nullptr;
}

}  // namespace

void installElementAccessibility()
{
    static const bool done = (QAccessible::installFactory(make), true);
    static_cast<void>(done);
}

}  // namespace watchglass::ui
