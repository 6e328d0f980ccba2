#include "ui/widgets/adhoc_bar.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "ui/dashboard/promql_filter.h"
#include "ui/theme/button_text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/adhoc_editor.h"

namespace watchglass::ui {

namespace {

constexpr int kWidestFilter = 300;

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

AdHocBar::AdHocBar(QWidget* parent) : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    rebuild();
}

void AdHocBar::setVariable(const Variable& variable)
{
    m_title = qt(variable.label.empty() ? variable.name : variable.label);
    if (m_filters == variable.filters) return;
    m_filters = variable.filters;
    rebuild();
}

void AdHocBar::rebuild()
{
    for (QToolButton* button : findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) {
        button->hide();
        button->deleteLater();  // it may be the one that was just clicked
    }
    for (std::size_t i = 0; i <= m_filters.size(); ++i) {
        const bool isNew = i == m_filters.size();
        auto* button = new QToolButton(this);
        button->setProperty("wgButton", true);
        if (isNew) {
            button->setIcon(icon(IconKind::Plus));
            button->setObjectName(QStringLiteral("addFilter"));
            button->setToolTip(tr("Add a filter to all queries"));
            button->setAccessibleName(tr("Add a filter: %1").arg(m_title));
        } else {
            const QString full = qt(adHocText(m_filters[i]));
            button->setText(buttonText(button->fontMetrics().elidedText(full, Qt::ElideMiddle, kWidestFilter)));
            button->setToolTip(tr("%1\nClick to change or remove it").arg(full));
            button->setAccessibleName(tr("Filter: %1").arg(full));
        }
        connect(button, &QToolButton::clicked, this, [this, i, button] { edit(i, *button); });
        layout()->addWidget(button);
        button->show();
    }
    updateGeometry();
}

QString AdHocBar::selectorWithout(std::size_t index) const
{
    std::string matchers;
    for (std::size_t i = 0; i < m_filters.size(); ++i) {
        const auto matcher = adHocMatcher(m_filters[i]);
        if (i == index || m_filters[i].key.empty() || !matcher) continue;
        matchers += (matchers.empty() ? "" : ",") + selectorName(m_filters[i].key) + matcher->op + '"' +
                    matcher->value + '"';
    }
    return matchers.empty() ? QString() : qt('{' + matchers + '}');
}

void AdHocBar::edit(std::size_t index, QWidget& anchor)
{
    const bool isNew = index >= m_filters.size();
    if (m_editor) m_editor->deleteLater();
    m_editor = new AdHocEditor(*this);
    connect(m_editor, &AdHocEditor::accepted, this, [this, index](const AdHocChoice& filter) { take(index, filter); });
    connect(m_editor, &AdHocEditor::removed, this, [this, index] { remove(index); });
    m_editor->open(anchor, isNew ? AdHocChoice() : m_filters[index], isNew, m_lookup, selectorWithout(index));
}

void AdHocBar::take(std::size_t index, const AdHocChoice& filter)
{
    std::vector<AdHocChoice> filters = m_filters;
    if (index < filters.size()) {
        filters[index] = filter;
    } else {
        filters.push_back(filter);
    }
    Q_EMIT chosen(adHocUrlValues(filters));
}

void AdHocBar::remove(std::size_t index)
{
    std::vector<AdHocChoice> filters = m_filters;
    if (index < filters.size()) filters.erase(filters.begin() + static_cast<std::ptrdiff_t>(index));
    Q_EMIT chosen(adHocUrlValues(filters));
}

}  // namespace watchglass::ui
