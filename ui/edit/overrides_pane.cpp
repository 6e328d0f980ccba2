#include "ui/edit/overrides_pane.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dashboard/document_path.h"
#include "ui/edit/name_offer.h"
#include "ui/edit/option_form.h"
#include "ui/edit/panel_paths.h"
#include "ui/edit/quiet_combo.h"
#include "ui/panels/panel_support.h"
#include "ui/schema/schema.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"

namespace watchglass::ui {

namespace {

QString matcherName(const std::string& id)
{
    const std::string& name = schema::registryEntry("fieldMatchers", id)["name"].toString();
    return toQString(name.empty() ? id : name);
}

QString shown(const json::Value& value)
{
    if (value.isNull()) return {};
    return toQString(value.isString() ? value.toString() : json::write(value));
}

/// What was typed, as JSON where it is some, as a text otherwise.
json::Value typed(const QString& text, bool isText)
{
    if (isText) return text.toStdString();
    auto value = json::parse(text.toStdString());
    return value && !value->isNumber() ? *value : json::Value(text.toStdString());
}

}  // namespace

OverridesPane::OverridesPane(QWidget* parent)
    : QWidget(parent), m_list(json::Value::array()), m_column(new QVBoxLayout(this)), m_add(new QuietCombo(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    auto* title = new QLabel(tr("Overrides"), this);
    title->setFont(textFont(14, QFont::Medium));
    m_add->setAccessibleName(tr("Add override"));
    m_add->addItem(tr("Add override for…"));
    for (const json::Value& one : schema::registry("fieldMatchers").items()) {
        m_add->addItem(toQString(one["name"].toString()), toQString(one["id"].toString()));
        m_add->setItemData(m_add->count() - 1, toQString(one["description"].toString()), Qt::ToolTipRole);
    }
    m_column->addWidget(title);
    m_column->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QComboBox::activated, this, [this](int index) {
        if (index <= 0) return;
        const std::string id = m_add->itemData(index).toString().toStdString();
        m_add->setCurrentIndex(0);
        add(id);
    });
}

void OverridesPane::add(const std::string& matcher)
{
    json::Value list = m_list;
    json::Value how = json::Value::object({{"id", matcher}});
    if (schema::registryEntry("fieldMatchers", matcher)["id"].toString().starts_with("by")) how.set("options", "");
    list.append(json::Value::object({{"matcher", how}, {"properties", json::Value::array()}}));
    Q_EMIT changed(list, tr("Add override"));
}

void OverridesPane::setOverrides(const json::Value& list, const std::string& type)
{
    m_list = list.isArray() ? list : json::Value::array();
    if (type != m_type) {
        m_type = type;
        m_known = overrideProperties(type);
        m_shown.clear();
        m_shown.emplace_back("other type");
    }
    std::vector<std::string> now;
    for (const json::Value& one : m_list.items()) {
        std::string line = one["matcher"]["id"].toString();
        for (const json::Value& property : one["properties"].items()) line += " " + property["id"].toString();
        now.push_back(std::move(line));
    }
    if (now != m_shown) {
        m_shown = now;
        rebuild();
    }
    fill();
}

void OverridesPane::rebuild()
{
    for (QWidget* widget : m_widgets) {
        widget->hide();
        widget->deleteLater();
    }
    m_widgets.clear();
    for (std::size_t i = 0; i < m_list.items().size(); ++i) {
        m_widgets.push_back(makeOverride(i));
        m_column->insertWidget(static_cast<int>(i) + 1, m_widgets.back());
    }
}

std::vector<OptionEntry> OverridesPane::entriesOfOverride(const json::Value& override) const
{
    std::vector<OptionEntry> out;
    for (const json::Value& property : override["properties"].items()) {
        const std::string& id = property["id"].toString();
        const auto known = std::find_if(m_known.begin(), m_known.end(),
                                        [&](const OverrideProperty& one) { return one.id == id; });
        if (known == m_known.end()) {
            out.push_back({childPath("", id), id, "", OptionKind::Json, {}, "", {}});
            continue;
        }
        for (const OptionEntry& entry : known->entries) out.push_back(entry);
    }
    return out;
}

void OverridesPane::fill()
{
    for (std::size_t i = 0; i < m_widgets.size(); ++i) {
        const json::Value& one = m_list.items()[i];
        auto* options = m_widgets[i]->findChild<QLineEdit*>(QStringLiteral("matcher"));
        if (!options->hasFocus() && options->text() != shown(one["matcher"]["options"]))
            options->setText(shown(one["matcher"]["options"]));
        json::Value values = json::Value::object();
        for (const json::Value& property : one["properties"].items())
            values.set(property["id"].toString(), property["value"]);
        auto* form = m_widgets[i]->findChild<OptionForm*>();
        form->setEntries(entriesOfOverride(one));
        form->setValues(values);
    }
}

QWidget* OverridesPane::makeOverride(std::size_t index)
{
    const json::Value& one = m_list.items()[index];
    const std::string id = one["matcher"]["id"].toString();
    const QString name = matcherName(id);
    auto* frame = new QFrame(this);
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("Override %1: %2").arg(index + 1).arg(name), frame);
    title->setWordWrap(true);
    auto* remove = new QToolButton(frame);
    remove->setIcon(icon(IconKind::Trash));
    remove->setAccessibleName(tr("Remove override %1").arg(index + 1));
    remove->setToolTip(remove->accessibleName());
    head->addWidget(title, 1);
    head->addWidget(remove);
    auto* options = new QLineEdit(frame);
    options->setObjectName(QStringLiteral("matcher"));
    options->setAccessibleName(tr("%1 that override %2 is for").arg(name).arg(index + 1));
    options->setPlaceholderText(id == "byRegexp" ? tr("/regular expression/") : tr("Which"));
    options->setVisible(one["matcher"].has("options"));
    if (id == "byName") offerNames(*options, m_fieldNames);
    auto* form = new OptionForm(frame);
    auto* addProperty = new QuietCombo(frame);
    addProperty->setAccessibleName(tr("Add property to override %1").arg(index + 1));
    addProperty->addItem(tr("Add property…"));
    for (const OverrideProperty& can : m_known) addProperty->addItem(toQString(can.name), toQString(can.id));
    auto* takeOut = new QuietCombo(frame);
    takeOut->setAccessibleName(tr("Remove property from override %1").arg(index + 1));
    takeOut->addItem(tr("Remove property…"));
    for (const json::Value& property : one["properties"].items()) {
        const std::string& has = property["id"].toString();
        const auto known = std::find_if(m_known.begin(), m_known.end(),
                                        [&](const OverrideProperty& some) { return some.id == has; });
        takeOut->addItem(toQString(known == m_known.end() ? has : known->name));
    }
    takeOut->setVisible(takeOut->count() > 1);
    for (QComboBox* box : {addProperty, takeOut}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(10);
    }
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(addProperty, 1);
    buttons->addWidget(takeOut, 1);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 4, 0, 8);
    column->addLayout(head);
    column->addWidget(options);
    column->addWidget(form);
    column->addLayout(buttons);

    const bool isText = id != "byNames" && id != "byTypes" && id != "byValue" && id != "byRegexpOrNames";
    connect(options, &QLineEdit::textEdited, this,
            [this, index, isText](const QString& text) { setMatcher(index, typed(text, isText)); });
    connect(remove, &QToolButton::clicked, this, [this, index] {
        json::Value list = m_list;
        auto& items = list.mutableItems();
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
        Q_EMIT changed(list, tr("Remove override"));
    });
    connect(form, &OptionForm::changed, this,
            [this, index](const QString& pointer, const json::Value& value, const QString& option) {
                setProperty(index, pointer.toStdString(), value, tr("Override %1").arg(option));
            });
    connect(addProperty, &QComboBox::activated, this, [this, index, addProperty](int at) {
        if (at <= 0) return;
        const std::string property = addProperty->itemData(at).toString().toStdString();
        addProperty->setCurrentIndex(0);
        json::Value list = m_list;
        list.mutableItems()[index].edit("properties").append(json::Value::object({{"id", property}}));
        Q_EMIT changed(list, tr("Add property to override"));
    });
    connect(takeOut, &QComboBox::activated, this, [this, index, takeOut](int at) {
        if (at <= 0) return;
        json::Value list = m_list;
        auto& items = list.mutableItems()[index].edit("properties").mutableItems();
        items.erase(items.begin() + (at - 1));
        Q_EMIT changed(list, tr("Remove property from override"));
    });
    return frame;
}

void OverridesPane::setMatcher(std::size_t index, const json::Value& options)
{
    json::Value list = m_list;
    list.mutableItems()[index].edit("matcher").set("options", options);
    Q_EMIT changed(list, tr("Fields of override"));
}

void OverridesPane::setProperty(std::size_t index, const std::string& pointer, const json::Value& value,
                                const QString& name)
{
    const std::vector<std::string> steps = pointerSteps(pointer);
    const std::string rest = pointer.substr(childPath("", steps.front()).size());
    json::Value list = m_list;
    for (json::Value& property : list.mutableItems()[index].edit("properties").mutableItems()) {
        if (property["id"].toString() == steps.front()) setInValue(property, "/value" + rest, value);
    }
    if (list != m_list) Q_EMIT changed(list, name);
}

}  // namespace watchglass::ui
