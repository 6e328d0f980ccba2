#include "ui/edit/thresholds_editor.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/edit/color_button.h"
#include "ui/edit/wrong_mark.h"
#include "ui/frame/visual_theme.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

bool isBelow(const json::Value& a, const json::Value& b) { return a["value"].toDouble() < b["value"].toDouble(); }

}  // namespace

void addThreshold(std::vector<json::Value>& ascending)
{
    const double value = ascending.size() > 1 ? ascending.back()["value"].toDouble() + 10 : 0;
    // The first colour of the old palette that is free is left out, as there.
    std::string color = "#CCCCCC";
    int free = 0;
    for (const Color& one : oldClassicPalette()) {
        std::string code = toHex(one);
        std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return std::toupper(c); });
        const bool taken = std::any_of(ascending.begin(), ascending.end(),
                                       [&](const json::Value& step) { return step["color"].toString() == code; });
        if (taken || ++free < 2) continue;
        color = code;
        break;
    }
    if (ascending.empty())
        ascending.push_back(json::Value::object({{"value", json::Value()}, {"color", "green"}}));
    else
        ascending.push_back(json::Value::object({{"value", value}, {"color", color}}));
    std::stable_sort(ascending.begin() + 1, ascending.end(), isBelow);
}

ThresholdsEditor::ThresholdsEditor(json::Value otherwise, QWidget* parent)
    : ListEditor(tr("threshold"), tr("Add threshold"), parent), m_otherwise(std::move(otherwise)),
      m_absolute(new QToolButton(this)), m_percentage(new QToolButton(this))
{
    auto* title = new QLabel(tr("Thresholds mode"), this);
    auto* hint = new QLabel(tr("Percentage means thresholds relative to min & max"), this);
    hint->setFont(textFont(Metrics::kSmallTextPixels));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto* line = new QHBoxLayout;
    line->setSpacing(0);
    auto* group = new QButtonGroup(this);
    m_absolute->setText(tr("Absolute"));
    m_percentage->setText(tr("Percentage"));
    for (QToolButton* one : {m_absolute, m_percentage}) {
        one->setProperty("wgSegment", true);
        one->setCheckable(true);
        one->setFocusPolicy(Qt::StrongFocus);
        one->setAccessibleName(tr("Thresholds mode: %1").arg(one->text()));
        one->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        group->addButton(one);
        line->addWidget(one, 1);
    }
    column().addWidget(title);
    column().addWidget(hint);
    column().addLayout(line);
    connect(m_percentage, &QToolButton::toggled, this, [this] { send(false); });
}

void ThresholdsEditor::setValue(const json::Value& value)
{
    if (value == m_value && !m_steps.empty()) return;
    const json::Value before = m_value;
    m_value = value;
    const json::Value& shown = value["steps"].isArray() ? value : m_otherwise;
    const bool percentage = (value["mode"].isNull() ? m_otherwise : value)["mode"].toString() == "percentage";
    const QSignalBlocker quiet(m_percentage);
    (percentage ? m_percentage : m_absolute)->setChecked(true);
    if (shown["steps"].items() == sorted() && !m_steps.empty()) return;
    m_steps.assign(shown["steps"].items().rbegin(), shown["steps"].items().rend());
    show();
}

void ThresholdsEditor::show() { rebuild(m_steps.size()); }

std::vector<json::Value> ThresholdsEditor::sorted() const
{
    std::vector<json::Value> out(m_steps.rbegin(), m_steps.rend());
    if (out.size() > 1) std::stable_sort(out.begin() + 1, out.end(), isBelow);
    return out;
}

void ThresholdsEditor::send(bool typed)
{
    json::Value value = m_value.isObject() ? m_value : json::Value::object();
    value.set("mode", m_percentage->isChecked() ? "percentage" : "absolute");
    value.set("steps", json::Value::array(sorted()));
    if (value == m_value) return;
    m_value = value;
    Q_EMIT edited(value, typed);
}

QWidget* ThresholdsEditor::makeRow(std::size_t index)
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const bool base = index + 1 == m_steps.size();
    const QString name = base ? tr("base threshold") : nameOf(index);
    auto* color = new ColorButton(name, line);
    color->setColor(toQString(m_steps[index]["color"].toString()));
    auto* value = new QLineEdit(line);
    value->setAccessibleName(tr("Value of %1").arg(name));
    value->setText(base ? tr("Base") : toQString(json::write(m_steps[index]["value"])));
    value->setEnabled(!base);
    row->addWidget(color);
    row->addWidget(value, 1);
    if (!base) addTools(*row, line, index, m_steps.size(), false);
    connect(color, &ColorButton::chosen, this, [this, index](const QString& chosen) {
        m_steps[index].set("color", chosen.toStdString());
        send(false);
    });
    connect(value, &QLineEdit::textEdited, this, [this, index, value](const QString& text) {
        const auto number = json::parse(text.trimmed().toStdString());
        const bool fits = number && number->isNumber();
        markWrong(*value, !fits, tr("not a number"));
        if (!fits) return;
        m_steps[index].set("value", *number);
        send(true);
    });
    connect(value, &QLineEdit::editingFinished, this, &ThresholdsEditor::sort);
    return line;
}

void ThresholdsEditor::sort()
{
    std::vector<json::Value> now = sorted();
    std::reverse(now.begin(), now.end());
    if (now == m_steps) return;
    m_steps = std::move(now);
    // A row must not go while it says that it was left.
    QMetaObject::invokeMethod(this, &ThresholdsEditor::show, Qt::QueuedConnection);
}

void ThresholdsEditor::addRow()
{
    std::vector<json::Value> now = sorted();
    addThreshold(now);
    m_steps.assign(now.rbegin(), now.rend());
    send(false);
    rebuild(m_steps.size(), 0);
    if (auto* value = row(0)->findChild<QLineEdit*>(); value && value->isEnabled()) {
        value->setFocus();
        value->selectAll();
    }
}

void ThresholdsEditor::removeRow(std::size_t index)
{
    m_steps.erase(m_steps.begin() + static_cast<std::ptrdiff_t>(index));
    send(false);
    show();
}

}  // namespace watchglass::ui
