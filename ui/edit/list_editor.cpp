#include "ui/edit/list_editor.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/icons.h"

namespace watchglass::ui {

namespace {

/// The widgets of a row that the Tab key reaches, in their order.
QWidgetList stopsOf(const QWidget& row)
{
    QWidgetList out;
    for (QWidget* one : row.findChildren<QWidget*>()) {
        const bool here = one->window() == row.window();  // menus are windows of their own
        if (here && (one->focusPolicy() & Qt::TabFocus) && one->isEnabled() && !one->focusProxy()) out << one;
    }
    return out;
}

}  // namespace

ListEditor::ListEditor(QString what, const QString& add, QWidget* parent)
    : ValueEditor(parent), m_what(std::move(what)), m_column(new QVBoxLayout(this)), m_add(new QPushButton(add, this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    m_add->setIcon(icon(IconKind::Plus));
    m_add->setAutoDefault(false);  // Return in a dialog is not for it
    m_column->addWidget(m_add);
    m_firstRow = 1;
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] { addRow(); });
}

QString ListEditor::nameOf(std::size_t index) const { return m_what + QStringLiteral(" %1").arg(index + 1); }

void ListEditor::rebuild(std::size_t count, int focusRow)
{
    qsizetype stop = 0;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const qsizetype at = stopsOf(*m_rows[i]).indexOf(window()->focusWidget());
        if (at < 0) continue;
        if (focusRow < 0) focusRow = static_cast<int>(i);
        stop = at;
    }
    for (QWidget* one : m_rows) {
        one->hide();
        one->deleteLater();
    }
    m_rows.clear();
    QWidget* before = m_add;
    for (std::size_t i = 0; i < count; ++i) {
        m_rows.push_back(makeRow(i));
        m_column->insertWidget(m_firstRow + static_cast<int>(i), m_rows.back());
        m_rows.back()->show();
        for (QWidget* one : stopsOf(*m_rows.back())) {
            setTabOrder(before, one);
            before = one;
        }
    }
    if (focusRow < 0) return;
    if (m_rows.empty()) {
        m_add->setFocus();
        return;
    }
    const QWidgetList stops = stopsOf(*m_rows[std::min(static_cast<std::size_t>(focusRow), m_rows.size() - 1)]);
    if (!stops.empty()) stops[std::min(stop, stops.size() - 1)]->setFocus();
}

void ListEditor::addTools(QBoxLayout& line, QWidget* row, std::size_t index, std::size_t count, bool moves)
{
    const auto tool = [&](IconKind kind, const QString& does) {
        auto* button = new QToolButton(row);
        button->setIcon(icon(kind));
        button->setToolTip(does);
        button->setAccessibleName(does + QLatin1Char(' ') + nameOf(index));
        button->setFocusPolicy(Qt::StrongFocus);
        line.addWidget(button);
        return button;
    };
    if (moves) {
        auto* up = tool(IconKind::ChevronUp, tr("Move up"));
        auto* down = tool(IconKind::ChevronDown, tr("Move down"));
        up->setEnabled(index > 0);
        down->setEnabled(index + 1 < count);
        connect(up, &QToolButton::clicked, this, [this, index] { moveRow(index, -1); });
        connect(down, &QToolButton::clicked, this, [this, index] { moveRow(index, 1); });
    }
    connect(tool(IconKind::Trash, tr("Remove")), &QToolButton::clicked, this, [this, index] { removeRow(index); });
}

}  // namespace watchglass::ui
