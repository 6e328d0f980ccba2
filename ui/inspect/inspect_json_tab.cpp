#include <algorithm>
#include <cmath>

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/inspect/inspect_tabs.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"

namespace watchglass::ui {

namespace {

enum What { kPanel, kData, kStructure };

constexpr std::size_t kMostValues = 2'000;  ///< of a column; the CSV of the Data tab has all

json::Value valuesJson(const Values& values)
{
    json::Value list = json::Value::array();
    for (std::size_t row = 0; row < std::min(values.size(), kMostValues); ++row) {
        const Cell cell = values.cell(row);
        if (isNull(cell)) {
            list.append({});
        } else if (const auto* number = std::get_if<double>(&cell)) {
            list.append(std::isfinite(*number) ? json::Value(*number) : json::Value(values.text(row)));
        } else if (const auto* on = std::get_if<bool>(&cell)) {
            list.append(*on);
        } else {
            list.append(values.text(row));
        }
    }
    return list;
}

json::Value fieldJson(const Field& field, bool withValues)
{
    json::Value result = json::Value::object();
    result.set("name", field.name);
    result.set("type", json::Value(fieldTypeName(field.type)));
    json::Value labels = json::Value::object();
    for (const auto& [name, value] : field.labels) labels.set(name, json::Value(value));
    if (field.labelled) result.set("labels", std::move(labels));
    if (!field.displayName.empty()) result.set("displayName", field.displayName);
    if (withValues)
        result.set("values", valuesJson(field.values));
    else
        result.set("length", static_cast<std::int64_t>(field.values.size()));
    return result;
}

json::Value framesJson(const std::vector<Frame>& frames, bool withValues)
{
    json::Value list = json::Value::array();
    for (const Frame& frame : frames) {
        json::Value one = json::Value::object();
        if (!frame.name.empty()) one.set("name", frame.name);
        one.set("refId", frame.refId);
        one.set("length", static_cast<std::int64_t>(frame.rows()));
        json::Value fields = json::Value::array();
        for (const Field& field : frame.fields) fields.append(fieldJson(field, withValues));
        one.set("fields", std::move(fields));
        list.append(std::move(one));
    }
    return list;
}

}  // namespace

QPlainTextEdit* codeView(const QString& name, QWidget* parent)
{
    auto* view = new QPlainTextEdit(parent);
    view->setReadOnly(true);
    view->setFont(codeFont(13));
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    view->setTabChangesFocus(true);
    view->setAccessibleName(name);
    return view;
}

InspectJsonTab::InspectJsonTab(const Panel& panel, QWidget* parent)
    : QWidget(parent), m_panel(panel.model), m_what(new QComboBox(this)), m_text(codeView(tr("JSON"), this))
{
    m_what->addItems({tr("Panel JSON"), tr("Panel data"), tr("Frame structure")});
    m_what->setAccessibleName(tr("What is shown"));
    auto* copy = new QPushButton(tr("Copy"), this);
    auto* row = new QHBoxLayout;
    row->addWidget(m_what);
    row->addStretch(1);
    row->addWidget(copy);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(10);
    layout->addLayout(row);
    layout->addWidget(m_text, 1);
    connect(m_what, &QComboBox::activated, this, &InspectJsonTab::fill);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    fill();
}

void InspectJsonTab::show(std::shared_ptr<const PanelInspection> inspection)
{
    m_inspection = std::move(inspection);
    fill();
}

void InspectJsonTab::fill()
{
    json::Value shown = m_panel;
    if (m_what->currentIndex() != kPanel) {
        shown = m_inspection ? framesJson(m_inspection->shown, m_what->currentIndex() == kData) : json::Value();
    }
    m_text->setPlainText(toQString(json::write(shown, 2)));
}

}  // namespace watchglass::ui
