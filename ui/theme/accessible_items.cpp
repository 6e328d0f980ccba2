#include "ui/theme/accessible_items.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>

namespace watchglass::ui {

namespace {

/// One item. It outlives its widget where a tool still holds it, and is then invalid.
class ItemInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    ItemInterface(QWidget& widget, int index) : m_widget(&widget), m_index(index) {}

    [[nodiscard]] bool isValid() const override { return m_widget && m_index < static_cast<int>(items().size()); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override { return m_widget ? m_widget->window()->windowHandle() : nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return m_widget ? QAccessible::queryAccessibleInterface(m_widget) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) return {};
        const AccessibleItem item = items()[static_cast<std::size_t>(m_index)];
        if (kind == QAccessible::Name) return item.name;
        return kind == QAccessible::Value || kind == QAccessible::Description ? item.value : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) return {};
        const QRect rect = items()[static_cast<std::size_t>(m_index)].rect;
        const QRect own = rect.isEmpty() ? m_widget->rect() : rect;
        return {m_widget->mapToGlobal(own.topLeft()), own.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return isValid() ? items()[static_cast<std::size_t>(m_index)].role : QAccessible::NoRole;
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        if (isValid()) return items()[static_cast<std::size_t>(m_index)].state;
        QAccessible::State gone;
        gone.invalid = true;
        return gone;
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        const bool acts = type == QAccessible::ActionInterface && isValid() && state().focusable;
        return acts ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names{pressAction()};
        if (state().checkable) names += toggleAction();
        return names;
    }
    void doAction(const QString& name) override
    {
        if (!isValid()) return;
        if (name == pressAction()) source()->pressItem(m_index);
        if (name == toggleAction()) source()->toggleItem(m_index);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    [[nodiscard]] AccessibleItemSource* source() const
    {
        return m_widget ? dynamic_cast<AccessibleItemSource*>(m_widget.data()) : nullptr;
    }
    [[nodiscard]] std::vector<AccessibleItem> items() const
    {
        const AccessibleItemSource* from = source();
        return from ? from->accessibleItems() : std::vector<AccessibleItem>();
    }

    QPointer<QWidget> m_widget;
    int m_index;
};

/// A widget with its child widgets first and then its items.
class SourceInterface final : public QAccessibleWidget {
public:
    explicit SourceInterface(QWidget* widget)
        : QAccessibleWidget(widget), m_source(dynamic_cast<AccessibleItemSource*>(widget))
    {
    }
    ~SourceInterface() override
    {
        for (const QAccessible::Id id : m_items) QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] QAccessible::Role role() const override { return m_source->accessibleRole(); }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_source->accessibleValue() : QAccessibleWidget::text(kind);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        m_source->addAccessibleState(state);
        return state;
    }
    [[nodiscard]] int childCount() const override
    {
        return widgetCount() + static_cast<int>(m_source->accessibleItems().size());
    }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        const int widgets = widgetCount();
        if (index < widgets) return QAccessibleWidget::child(index);
        return index < childCount() ? item(static_cast<std::size_t>(index - widgets)) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override
    {
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (m_items[i] != 0 && QAccessible::accessibleInterface(m_items[i]) == wanted)
                return widgetCount() + static_cast<int>(i);
        }
        return m_source->hidesWidgets() ? -1 : QAccessibleWidget::indexOfChild(wanted);
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        QAccessibleInterface* widget = m_source->hidesWidgets() ? nullptr : QAccessibleWidget::childAt(x, y);
        if (widget) return widget;
        const std::vector<AccessibleItem> items = m_source->accessibleItems();
        const QPoint at = static_cast<QWidget*>(object())->mapFromGlobal(QPoint(x, y));
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].rect.contains(at)) return item(i);
        }
        return nullptr;
    }

private:
    [[nodiscard]] int widgetCount() const { return m_source->hidesWidgets() ? 0 : QAccessibleWidget::childCount(); }
    QAccessibleInterface* item(std::size_t index) const
    {
        if (m_items.size() <= index) m_items.resize(index + 1, 0);
        if (m_items[index] == 0) {
            m_items[index] = QAccessible::registerAccessibleInterface(
                new ItemInterface(*static_cast<QWidget*>(object()), static_cast<int>(index)));
        }
        return QAccessible::accessibleInterface(m_items[index]);
    }

    AccessibleItemSource* m_source;
    mutable std::vector<QAccessible::Id> m_items;  ///< made when they are asked for
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    return widget && dynamic_cast<AccessibleItemSource*>(widget) ? new SourceInterface(widget) : nullptr;
}

}  // namespace

void installAccessibleItems()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    static_cast<void>(installed);
}

void announceItem(QWidget& widget, int item)
{
    if (!QAccessible::isActive()) return;
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&widget);
    auto* source = dynamic_cast<AccessibleItemSource*>(&widget);
    if (!interface || !source) return;
    QAccessibleEvent event(&widget, QAccessible::Focus);
    event.setChild(interface->childCount() - static_cast<int>(source->accessibleItems().size()) + item);
    QAccessible::updateAccessibility(&event);
}

}  // namespace watchglass::ui
