#include "ui/edit/transformations_pane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/edit/json_field.h"
#include "ui/edit/option_form.h"
#include "ui/edit/panel_paths.h"
#include "ui/edit/quiet_combo.h"
#include "ui/edit/transformation_entries.h"
#include "ui/panels/panel_support.h"
#include "ui/schema/schema.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

namespace watchglass::ui {

namespace {

QString nameOf(const std::string& id)
{
    const auto& all = transformationNames();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const TransformationName& one) { return one.id == id; });
    const std::string& name = found != all.end() ? found->name
                                                 : schema::registryEntry("transformers", id)["name"].toString();
    return toQString(name.empty() ? id : name);
}

}  // namespace

TransformationsPane::TransformationsPane(QWidget* parent)
    : QWidget(parent), m_list(json::Value::array()), m_column(new QVBoxLayout(this)), m_none(new QLabel(this)),
      m_add(new QuietCombo(this))
{
    m_column->setContentsMargins(12, 8, 12, 8);
    m_column->setSpacing(8);
    m_none->setText(tr("Transformations change the answer of the queries before it is drawn."));
    m_add->setAccessibleName(tr("Add transformation"));
    m_add->addItem(tr("Add transformation…"));
    for (const TransformationName& one : transformationNames()) {
        m_add->addItem(toQString(one.name), toQString(one.id));
        m_add->setItemData(m_add->count() - 1, toQString(one.description), Qt::ToolTipRole);
    }
    m_column->addWidget(m_none);
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    m_column->addStretch(1);
    connect(m_add, &QComboBox::activated, this, [this](int index) {
        if (index <= 0) return;
        const std::string id = m_add->itemData(index).toString().toStdString();
        m_add->setCurrentIndex(0);
        json::Value list = m_list;
        const json::Value& defaults = schema::registryEntry("transformers", id)["defaultOptions"];
        list.append(
            json::Value::object({{"id", id}, {"options", defaults.isObject() ? defaults : json::Value::object()}}));
        Q_EMIT changed(list, tr("Add transformation %1").arg(nameOf(id)), false);
    });
}

void TransformationsPane::setTransformations(const json::Value& list)
{
    m_list = list.isArray() ? list : json::Value::array();
    std::vector<std::string> ids;
    for (const json::Value& step : m_list.items()) ids.push_back(step["id"].toString());
    m_none->setVisible(ids.empty());
    if (ids != m_shown) {
        m_shown = ids;
        rebuild();
    }
    fill();
}

void TransformationsPane::rebuild()
{
    for (QWidget* step : m_steps) {
        step->hide();
        step->deleteLater();
    }
    m_steps.clear();
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        m_steps.push_back(makeStep(i));
        m_column->insertWidget(static_cast<int>(i), m_steps.back());
    }
}

void TransformationsPane::fill()
{
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const json::Value& step = m_list.items()[i];
        auto* form = m_steps[i]->findChild<OptionForm*>();
        const TransformationForm known = transformationForm(step);
        form->setVisible(!known.entries.empty());
        form->setEntries(known.entries);
        form->setValues(step["options"]);
        m_steps[i]->findChild<JsonField*>()->setValue(step["options"]);
        auto* on = m_steps[i]->findChild<QCheckBox*>(QStringLiteral("on"));
        const QSignalBlocker quiet(on);
        on->setChecked(!step["disabled"].toBool());
        // What the form does not have is JSON at once.
        if (!known.complete) m_steps[i]->findChild<QToolButton*>(QStringLiteral("asJson"))->setChecked(true);
    }
}

QWidget* TransformationsPane::makeStep(std::size_t index)
{
    const QString name = nameOf(m_shown[index]);
    auto* frame = new QFrame(this);
    auto* title = new QLabel(QStringLiteral("%1. %2").arg(index + 1).arg(name), frame);
    title->setFont(textFont(14, QFont::Medium));
    auto* on = new QCheckBox(tr("On"), frame);
    on->setObjectName(QStringLiteral("on"));
    on->setAccessibleName(tr("%1: on").arg(name));
    const auto tool = [&](IconKind kind, const QString& what) {
        auto* button = new QToolButton(frame);
        button->setIcon(icon(kind));
        button->setToolTip(what);
        button->setAccessibleName(what + QStringLiteral(": ") + name);
        return button;
    };
    auto* asJson = new QToolButton(frame);
    asJson->setObjectName(QStringLiteral("asJson"));
    asJson->setText(QStringLiteral("JSON"));
    asJson->setCheckable(true);
    asJson->setToolTip(tr("The options as JSON"));
    asJson->setAccessibleName(tr("Options as JSON: %1").arg(name));
    auto* up = tool(IconKind::ChevronUp, tr("Earlier"));
    auto* down = tool(IconKind::ChevronDown, tr("Later"));
    auto* remove = tool(IconKind::Trash, tr("Remove"));
    up->setEnabled(index > 0);
    down->setEnabled(index + 1 < m_shown.size());
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addWidget(on);
    head->addStretch(1);
    for (QToolButton* button : {asJson, up, down, remove}) head->addWidget(button);
    auto* form = new OptionForm(frame);
    form->setFieldNames(m_fieldNames);
    auto* options = new JsonField(frame);
    options->setFixedHeight(110);
    options->setAccessibleName(tr("Options of %1 as JSON").arg(name));
    options->hide();
    connect(asJson, &QToolButton::toggled, options, &QWidget::setVisible);
    auto* problem = new QLabel(frame);
    problem->setTextFormat(Qt::PlainText);
    problem->hide();
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 8);
    column->addLayout(head);
    column->addWidget(form);
    column->addWidget(options);
    column->addWidget(problem);
    connect(on, &QCheckBox::toggled, this, [this, index, name](bool checked) {
        set(index, "disabled", checked ? json::Value() : json::Value(true), tr("Turn %1 on or off").arg(name));
    });
    connect(up, &QToolButton::clicked, this, [this, index] { move(index, -1); });
    connect(down, &QToolButton::clicked, this, [this, index] { move(index, 1); });
    connect(remove, &QToolButton::clicked, this, [this, index, name] {
        json::Value list = m_list;
        auto& items = list.mutableItems();
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
        Q_EMIT changed(list, tr("Remove transformation %1").arg(name), false);
    });
    connect(form, &OptionForm::changed, this,
            [this, index](const QString& pointer, const json::Value& value, const QString& option) {
                json::Value now = m_list.items()[index]["options"];
                setInValue(now, pointer.toStdString(), value);
                set(index, "options", now, option);
            });
    connect(options, &JsonField::edited, this, [this, index, name](const json::Value& value) {
        set(index, "options", value, tr("Options of %1").arg(name));
    });
    connect(options, &JsonField::problemChanged, this, [problem](const QString& text) {
        problem->setText(QStringLiteral("✕ ") + text);
        problem->setVisible(!text.isEmpty());
    });
    return frame;
}

void TransformationsPane::move(std::size_t index, int by)
{
    json::Value list = m_list;
    const auto other = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(index) + by);
    std::swap(list.mutableItems()[index], list.mutableItems()[other]);
    Q_EMIT changed(list, tr("Move transformation"), false);
}

void TransformationsPane::set(std::size_t index, const std::string& member, const json::Value& value,
                              const QString& name)
{
    json::Value list = m_list;
    setInValue(list.mutableItems()[index], "/" + member, value);
    if (list == m_list) return;
    Q_EMIT changed(list, name, true);
}

}  // namespace watchglass::ui
