#include "ui/edit/query_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <array>

#include "ui/edit/promql_text.h"
#include "ui/edit/quiet_combo.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"

namespace watchglass::ui {

namespace {

constexpr std::array<const char*, 3> kFormats{"time_series", "table", "heatmap"};

json::Value textOrNothing(const QString& text)
{
    return text.isEmpty() ? json::Value() : json::Value(text.toStdString());
}

void showText(QLineEdit& edit, const std::string& text)
{
    const QSignalBlocker quiet(&edit);
    if (edit.text() != toQString(text)) edit.setText(toQString(text));
}

void showIndex(QComboBox& box, int index)
{
    const QSignalBlocker quiet(&box);
    box.setCurrentIndex(index);
}

}  // namespace

QueryRow::QueryRow(QueryBackend backend, QWidget* parent)
    : QFrame(parent), m_name(new QLabel(this)), m_query(new QueryEdit(std::move(backend), this)),
      m_problem(new QLabel(this)), m_hint(new QLabel(this)), m_fix(new QPushButton(this)),
      m_off(new QCheckBox(tr("Off"), this)), m_legend(new QLineEdit(this)), m_step(new QLineEdit(this)),
      m_format(new QuietCombo(this)), m_type(new QuietCombo(this)), m_exemplars(new QCheckBox(tr("Exemplars"), this))
{
    m_name->setFont(textFont(14, QFont::Medium));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_off->setToolTip(tr("Do not ask this query"));
    m_exemplars->setMinimumHeight(Metrics::kControlHeight);  // in line with its neighbours
    m_legend->setPlaceholderText(tr("{{label}}, or empty for all labels"));
    m_legend->setMinimumWidth(200);
    m_step->setPlaceholderText(tr("auto"));
    m_step->setFixedWidth(90);
    m_format->addItems({tr("Time series"), tr("Table"), tr("Heatmap")});
    m_type->addItems({tr("Range"), tr("Instant"), tr("Both")});
    m_legend->setAccessibleName(tr("Legend"));
    m_step->setAccessibleName(tr("Min step"));
    m_format->setAccessibleName(tr("Format"));
    m_type->setAccessibleName(tr("Type"));
    const auto tool = [this](IconKind kind, const QString& name) {
        auto* button = new QToolButton(this);
        button->setIcon(icon(kind));
        button->setToolTip(name);
        button->setAccessibleName(name);
        return button;
    };
    auto* copy = tool(IconKind::Plus, tr("Duplicate query"));
    auto* remove = tool(IconKind::Trash, tr("Remove query"));
    auto* head = new QHBoxLayout;
    head->addWidget(m_name);
    head->addWidget(m_off);
    head->addStretch(1);
    head->addWidget(copy);
    head->addWidget(remove);
    auto* advice = new QHBoxLayout;
    advice->addWidget(m_hint, 1);
    advice->addWidget(m_fix);
    auto* options = new FlowLayout(nullptr, 12);
    const auto option = [&](const QString& name, QWidget* editor) {
        auto* pair = new QWidget(this);
        auto* line = new QHBoxLayout(pair);
        line->setContentsMargins(0, 0, 0, 0);
        if (!name.isEmpty()) line->addWidget(new QLabel(name, pair));
        line->addWidget(editor);
        options->addWidget(pair);
    };
    option(tr("Legend"), m_legend);
    option(tr("Min step"), m_step);
    option(tr("Format"), m_format);
    option(tr("Type"), m_type);
    option({}, m_exemplars);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_query);
    column->addWidget(m_problem);
    column->addLayout(advice);
    column->addLayout(options);

    connect(m_query, &QueryEdit::edited, this, [this](const QString& text) {
        advise();
        Q_EMIT changed(QStringLiteral("expr"), json::Value(text.toStdString()), tr("Query"));
    });
    connect(m_legend, &QLineEdit::textEdited, this, [this](const QString& text) {
        Q_EMIT changed(QStringLiteral("legendFormat"), textOrNothing(text), tr("Legend"));
    });
    connect(m_step, &QLineEdit::textEdited, this, [this](const QString& text) {
        Q_EMIT changed(QStringLiteral("interval"), textOrNothing(text), tr("Min step"));
    });
    connect(m_format, &QComboBox::activated, this, [this](int index) {
        Q_EMIT changed(QStringLiteral("format"), json::Value(kFormats[static_cast<std::size_t>(index)]), tr("Format"));
    });
    connect(m_type, &QComboBox::activated, this, [this](int index) { Q_EMIT typeChanged(index != 0, index != 1); });
    connect(m_exemplars, &QCheckBox::toggled, this,
            [this](bool on) { Q_EMIT changed(QStringLiteral("exemplar"), on, tr("Exemplars")); });
    connect(m_off, &QCheckBox::toggled, this,
            [this](bool on) { Q_EMIT changed(QStringLiteral("hide"), on, tr("Query off")); });
    connect(m_fix, &QPushButton::clicked, this, [this] {
        const QString fixed = m_fixed;
        m_query->setQuery(fixed);
        advise();
        Q_EMIT changed(QStringLiteral("expr"), json::Value(fixed.toStdString()), tr("Query"));
    });
    connect(copy, &QToolButton::clicked, this, &QueryRow::duplicateRequested);
    connect(remove, &QToolButton::clicked, this, &QueryRow::removeRequested);
}

void QueryRow::setTarget(const Target& target)
{
    m_name->setText(toQString(target.refId));
    m_query->setAccessibleName(tr("Query %1").arg(toQString(target.refId)));
    m_query->setQuery(toQString(target.expr));
    showText(*m_legend, target.legendFormat);
    showText(*m_step, target.interval);
    showIndex(*m_format, target.format == "table" ? 1 : target.format == "heatmap" ? 2 : 0);
    showIndex(*m_type, target.instant ? (target.range ? 2 : 1) : 0);
    const QSignalBlocker quietOff(m_off);
    const QSignalBlocker quietExemplars(m_exemplars);
    m_off->setChecked(target.hide);
    m_exemplars->setChecked(target.exemplar);
    advise();
}

void QueryRow::advise()
{
    m_problem->setText(m_query->problem().isEmpty() ? QString() : QStringLiteral("✕ ") + m_query->problem());
    m_problem->setVisible(!m_query->problem().isEmpty());
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, currentTheme().errorText);
    m_problem->setPalette(palette);
    const auto hints = queryHints(m_query->toPlainText().toStdString());
    m_hint->setVisible(!hints.empty());
    m_fix->setVisible(!hints.empty());
    if (hints.empty()) return;
    m_hint->setText(QStringLiteral("ⓘ ") + toQString(hints.front().text));
    m_fix->setText(toQString(hints.front().action));
    m_fixed = toQString(hints.front().fixed);
}

}  // namespace watchglass::ui
