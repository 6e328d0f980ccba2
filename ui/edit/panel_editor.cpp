#include "ui/edit/panel_editor.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStringListModel>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/edit/option_entry.h"
#include "ui/edit/option_form.h"
#include "ui/edit/overrides_pane.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/panel_paths.h"
#include "ui/edit/panel_types.h"
#include "ui/edit/queries_pane.h"
#include "ui/edit/quiet_combo.h"
#include "ui/edit/transformations_pane.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QScrollArea* scrolled(QWidget* content, QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

/// The variables whose values can each get a panel.
std::vector<std::string> repeatable(const Dashboard& dashboard)
{
    std::vector<std::string> out;
    for (const Variable& variable : dashboard.variables().all()) {
        if (variable.type != VariableType::AdHoc && variable.type != VariableType::GroupBy)
            out.push_back(variable.name);
    }
    return out;
}

}  // namespace

PanelEditor::PanelEditor(QueryBackend backend, QWidget* parent)
    : QObject(parent), m_below(new QTabWidget(parent)), m_beside(new QWidget(parent)),
      m_queries(new QueriesPane(std::move(backend))), m_transformations(new TransformationsPane),
      m_type(new QuietCombo(m_beside)), m_search(new QLineEdit(m_beside)), m_found(new QLabel(m_beside)),
      m_options(new OptionForm), m_overrides(new OverridesPane), m_fieldNames(new QStringListModel(this))
{
    m_transformations->setFieldNames(m_fieldNames);
    m_overrides->setFieldNames(m_fieldNames);
    m_below->addTab(scrolled(m_queries, m_below), tr("Queries"));
    m_below->addTab(scrolled(m_transformations, m_below), tr("Transformations"));
    m_below->hide();
    buildBeside(parent);
    connect(m_queries, &QueriesPane::changed, this,
            [this](const QString& pointer, const json::Value& value, const QString& name) {
                // A whole query comes or goes as a step of its own.
                set(pointer, value, name, pointer.count(QLatin1Char('/')) > 2);
            });
    connect(m_transformations, &TransformationsPane::changed, this,
            [this](const json::Value& list, const QString& name, bool typed) {
                set(QStringLiteral("/transformations"), list, name, typed);
            });
    connect(m_options, &OptionForm::changed, this, &PanelEditor::set);
    connect(m_overrides, &OverridesPane::changed, this, [this](const json::Value& list, const QString& name) {
        set(QStringLiteral("/fieldConfig/overrides"), list, name);
    });
    connect(m_type, &QComboBox::activated, this, [this](int index) {
        set(QStringLiteral("/type"), json::Value(m_type->itemData(index).toString().toStdString()), tr("Visualization"),
            false);
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
        const int found = m_options->filter(words);
        const bool overrides = tr("Overrides").contains(words.trimmed(), Qt::CaseInsensitive);
        m_found->setVisible(found == 0 && !overrides);
        m_overrides->setVisible(overrides);
    });
}

PanelEditor::~PanelEditor() = default;

QWidget* PanelEditor::below() const { return m_below; }

void PanelEditor::buildBeside(QWidget*)
{
    m_type->setAccessibleName(tr("Visualization"));
    m_search->setPlaceholderText(tr("Search options"));
    m_search->setAccessibleName(tr("Search options"));
    m_search->setClearButtonEnabled(true);
    m_found->setText(tr("No option has these words."));
    m_found->hide();
    auto* all = new QWidget;
    auto* inner = new QVBoxLayout(all);
    inner->setContentsMargins(12, 0, 12, 12);
    inner->addWidget(m_options);
    inner->addWidget(m_overrides);
    inner->addStretch(1);
    auto* column = new QVBoxLayout(m_beside);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(8);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_type), static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_found)}) {
        auto* line = new QHBoxLayout;
        line->setContentsMargins(12, 0, 12, 0);
        line->addWidget(widget);
        column->addLayout(line);
    }
    column->addWidget(scrolled(all, m_beside), 1);
    m_beside->setMinimumWidth(320);
    m_beside->hide();
}

void PanelEditor::edit(DashboardEditor& editor, const std::string& origin)
{
    if (m_editor) disconnect(m_editor, nullptr, this, nullptr);
    m_editor = &editor;
    m_origin = origin;
    const Panel* panel = panelAt(editor.dashboard(), origin);
    m_id = panel ? panel->id : 0;
    connect(&editor, &DashboardEditor::changed, this, &PanelEditor::show);
    connect(&editor, &QObject::destroyed, this, [this] { m_editor = nullptr; });
    m_search->clear();
    m_below->setCurrentIndex(0);
    show();
}

void PanelEditor::setFieldNames(const std::vector<std::string>& names)
{
    QStringList list;
    for (const std::string& name : names) list += toQString(name);
    if (list != m_fieldNames->stringList()) m_fieldNames->setStringList(list);
}

void PanelEditor::setRange(const TimeRange& range) { m_queries->setRange(range); }

/// Undo may have moved it in the list, or taken it out; ids need not be its own.
const Panel* PanelEditor::edited() const
{
    const Panel* panel = panelAt(m_editor->dashboard(), m_origin);
    return panel && panel->id == m_id ? panel : m_editor->dashboard().panel(m_id);
}

void PanelEditor::show()
{
    if (!m_editor) return;
    const Panel* panel = edited();
    if (!panel || panel->isRow()) {
        Q_EMIT gone();
        return;
    }
    m_origin = panel->origin;
    const QSignalBlocker quiet(m_type);
    m_type->clear();
    for (const PanelTypeName& type : choosablePanelTypes()) m_type->addItem(toQString(type.name), toQString(type.id));
    if (m_type->findData(toQString(panel->type)) < 0) m_type->addItem(toQString(panel->type), toQString(panel->type));
    m_type->setCurrentIndex(m_type->findData(toQString(panel->type)));
    m_below->setTabVisible(0, panel->type != "text");
    m_queries->setTargets(panel->targets);
    m_transformations->setTransformations(panel->transformations);
    std::vector<OptionEntry> entries = panelOptionEntries(panel->type);
    offerRepeats(entries, repeatable(m_editor->dashboard()), panel->model["repeat"].toString());
    m_options->setEntries(entries);
    m_options->setValues(panel->model);
    m_overrides->setOverrides(panel->model["fieldConfig"]["overrides"], panel->type);
    if (!m_search->text().isEmpty()) m_options->filter(m_search->text());
}

void PanelEditor::set(const QString& pointer, const json::Value& value, const QString& name, bool typed)
{
    if (!m_editor) return;
    const Panel* panel = edited();
    const QString step = tr("%1 of %2").arg(name, panel ? toQString(panelName(*panel)) : QString());
    const auto done = m_editor->apply(step.toStdString(),
                                      setInPanel(m_editor->dashboard(), m_origin, pointer.toStdString(), value),
                                      typed ? m_origin + pointer.toStdString() : std::string());
    if (!done) Q_EMIT problem(toQString(done.error().message));
}

}  // namespace watchglass::ui
