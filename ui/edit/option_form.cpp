#include "ui/edit/option_form.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "ui/dashboard/document_path.h"
#include "ui/frame/value_format.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QString textOf(const json::Value& value)
{
    if (value.isNull()) return {};
    return toQString(value.isString() ? value.toString() : json::write(value));
}

std::string textFrom(const QString& text) { return text.toStdString(); }

/// A box that the wheel of a scrolled form does not change.
class QuietCombo final : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override
    {
        if (hasFocus()) {
            QComboBox::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

void markWrong(QWidget& widget, bool wrong, const QString& why)
{
    QPalette palette = widget.palette();
    palette.setColor(QPalette::Text, wrong ? currentTheme().errorText : currentTheme().text);
    widget.setPalette(palette);
    widget.setToolTip(wrong ? why : QString());
    widget.setAccessibleDescription(wrong ? why : QString());
}

QIcon swatch(const QString& name)
{
    QPixmap picture(16, 16);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(currentTheme().borderStrong);
    painter.setBrush(toQColor(currentVisualTheme().color(name.toStdString())));
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13));
    return picture;
}

}  // namespace

OptionForm::OptionForm(QWidget* parent) : QWidget(parent) { new QVBoxLayout(this); }

void OptionForm::setEntries(const std::vector<OptionEntry>& entries)
{
    const bool same = std::equal(m_rows.begin(), m_rows.end(), entries.begin(), entries.end(),
                                 [](const Row& row, const OptionEntry& entry) {
                                     return row.entry.pointer == entry.pointer && row.entry.kind == entry.kind &&
                                            row.entry.name == entry.name && row.entry.choices == entry.choices;
                                 });
    if (same) return;
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    delete layout();
    m_rows.clear();
    m_groups.clear();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    // Groups in the order of their first option.
    std::vector<std::string> order;
    for (const OptionEntry& entry : entries) {
        if (std::find(order.begin(), order.end(), entry.category) == order.end()) order.push_back(entry.category);
    }
    for (const std::string& category : order) {
        Group group;
        if (!category.empty()) {
            group.title = new QLabel(toQString(category), this);
            group.title->setFont(textFont(14, QFont::Medium));
            group.title->setContentsMargins(0, 8, 0, 0);
            column->addWidget(group.title);
        }
        for (const OptionEntry& entry : entries) {
            if (entry.category != category) continue;
            group.rows.push_back(m_rows.size());
            addRow(entry, *column);
        }
        m_groups.push_back(std::move(group));
    }
    column->addStretch(1);
}

void OptionForm::addRow(const OptionEntry& entry, QVBoxLayout& layout)
{
    m_rows.push_back({entry, new QWidget(this), {}, {}, true});
    const std::size_t index = m_rows.size() - 1;
    QWidget* editor = makeEditor(index);
    editor->setAccessibleName(toQString(entry.category.empty() ? entry.name : entry.category + ": " + entry.name));
    const bool wide = entry.kind == OptionKind::LongText;
    auto* label = new QLabel(toQString(entry.name), m_rows[index].line);
    label->setToolTip(toQString(entry.description));
    label->setBuddy(editor);
    QBoxLayout* row = wide ? static_cast<QBoxLayout*>(new QVBoxLayout(m_rows[index].line))
                           : static_cast<QBoxLayout*>(new QHBoxLayout(m_rows[index].line));
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(wide ? 4 : 8);
    if (!wide) label->setFixedWidth(130);
    label->setWordWrap(true);
    row->addWidget(label);
    row->addWidget(editor, 1);
    layout.addWidget(m_rows[index].line);
}

void OptionForm::send(std::size_t index, json::Value value)
{
    Row& row = m_rows[index];
    if (row.shown == value) return;
    row.shown = value;
    Q_EMIT changed(toQString(row.entry.pointer), value, toQString(row.entry.name));
}

QWidget* OptionForm::makeEditor(std::size_t index)
{
    Row& row = m_rows[index];
    const OptionEntry& entry = row.entry;
    switch (entry.kind) {
    case OptionKind::Switch: {
        auto* box = new QCheckBox(row.line);
        row.show = [box, otherwise = entry.defaultValue.toBool()](const json::Value& value) {
            const QSignalBlocker quiet(box);
            box->setChecked(value.toBool(otherwise));
        };
        connect(box, &QCheckBox::toggled, this, [this, index](bool on) { send(index, on); });
        return box;
    }
    case OptionKind::Choice:
    case OptionKind::Unit: {
        auto* box = new QuietCombo(row.line);
        box->setMinimumContentsLength(8);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        const bool isUnit = entry.kind == OptionKind::Unit;
        std::vector<json::Value> values;
        if (isUnit) {
            box->setEditable(true);
            for (const UnitInfo& unit : unitCatalogue()) {
                box->addItem(toQString(unit.name) + QStringLiteral(" (") + toQString(unit.category) + QLatin1Char(')'));
                values.emplace_back(unit.id);
            }
            box->completer()->setFilterMode(Qt::MatchContains);
            box->completer()->setCompletionMode(QCompleter::PopupCompletion);
            box->lineEdit()->setPlaceholderText(tr("None, or your own: suffix:req"));
        } else {
            for (const auto& [text, value] : entry.choices) {
                box->addItem(toQString(text));
                values.push_back(value);
            }
        }
        row.show = [box, values, isUnit, otherwise = entry.defaultValue](const json::Value& given) {
            const json::Value& value = given.isNull() ? otherwise : given;
            const QSignalBlocker quiet(box);
            const auto it = std::find(values.begin(), values.end(), value);
            box->setCurrentIndex(it == values.end() ? -1 : static_cast<int>(it - values.begin()));
            if (isUnit && it == values.end()) box->setEditText(textOf(value));
        };
        connect(box, &QComboBox::activated, this, [this, index, values](int at) {
            if (at >= 0 && static_cast<std::size_t>(at) < values.size())
                send(index, values[static_cast<std::size_t>(at)]);
        });
        if (isUnit) {
            connect(box->lineEdit(), &QLineEdit::editingFinished, this, [this, index, box, values] {
                const QString text = box->currentText().trimmed();
                const int at = box->findText(text);
                send(index, at >= 0          ? values[static_cast<std::size_t>(at)]
                            : text.isEmpty() ? json::Value()
                                             : json::Value(textFrom(text)));
            });
        }
        return box;
    }
    case OptionKind::LongText: {
        auto* edit = new QPlainTextEdit(row.line);
        edit->setTabChangesFocus(true);
        edit->setFixedHeight(72);
        row.show = [edit](const json::Value& value) {
            if (edit->toPlainText() == textOf(value)) return;
            const QSignalBlocker quiet(edit);
            edit->setPlainText(textOf(value));
        };
        connect(edit, &QPlainTextEdit::textChanged, this, [this, index, edit] {
            const QString text = edit->toPlainText();
            send(index, text.isEmpty() ? json::Value() : json::Value(textFrom(text)));
        });
        return edit;
    }
    default: break;
    }
    auto* edit = new QLineEdit(row.line);
    edit->setPlaceholderText(textOf(entry.defaultValue));
    row.show = [edit](const json::Value& value) {
        if (edit->hasFocus() && edit->isModified() && edit->text().trimmed() == textOf(value)) return;
        const QSignalBlocker quiet(edit);
        if (edit->text() != textOf(value)) edit->setText(textOf(value));
        markWrong(*edit, false, {});
    };
    if (entry.kind == OptionKind::Color) {
        auto* pick = new QToolButton(edit);
        pick->setProperty("wgButton", true);
        auto* both = new QWidget(row.line);
        auto* line = new QHBoxLayout(both);
        line->setContentsMargins(0, 0, 0, 0);
        line->addWidget(pick);
        line->addWidget(edit, 1);
        pick->setAccessibleName(tr("Choose %1").arg(toQString(entry.name)));
        row.show = [edit, pick, before = row.show](const json::Value& value) {
            before(value);
            pick->setIcon(swatch(textOf(value).isEmpty() ? QStringLiteral("transparent") : textOf(value)));
        };
        connect(pick, &QToolButton::clicked, this, [this, index, edit, pick] {
            const QColor now = toQColor(currentVisualTheme().color(edit->text().toStdString()));
            const QColor chosen = QColorDialog::getColor(now, this, tr("Color"));
            if (!chosen.isValid()) return;
            edit->setText(chosen.name());
            pick->setIcon(swatch(edit->text()));
            send(index, json::Value(textFrom(edit->text())));
        });
        connect(edit, &QLineEdit::textEdited, this, [this, index, pick](const QString& text) {
            pick->setIcon(swatch(text));
            send(index, text.isEmpty() ? json::Value() : json::Value(textFrom(text)));
        });
        both->setFocusProxy(edit);
        return both;
    }
    const OptionKind kind = entry.kind;
    connect(edit, &QLineEdit::textEdited, this, [this, index, edit, kind](const QString& text) {
        const QString trimmed = text.trimmed();
        if (trimmed.isEmpty()) {
            markWrong(*edit, false, {});
            send(index, {});
            return;
        }
        if (kind == OptionKind::Text) {
            send(index, json::Value(textFrom(text)));
            return;
        }
        const auto value = json::parse(textFrom(trimmed));
        const bool fits = value && (kind == OptionKind::Json || value->isNumber());
        markWrong(*edit, !fits,
                  value || kind == OptionKind::Number ? tr("not a number")
                                                      : toQString(value.error().where + ": " + value.error().message));
        if (fits) send(index, *value);
    });
    return edit;
}

void OptionForm::setValues(const json::Value& object)
{
    for (Row& row : m_rows) {
        const json::Value& value = valueAt(object, row.entry.pointer);
        if (!row.fresh && row.shown == value) continue;
        row.fresh = false;
        row.shown = value;
        row.show(value);
    }
}

int OptionForm::filter(const QString& words)
{
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int count = 0;
    for (const Group& group : m_groups) {
        bool any = false;
        for (const std::size_t index : group.rows) {
            const OptionEntry& entry = m_rows[index].entry;
            const QString text = toQString(entry.category + " " + entry.name + " " + entry.description + " " +
                                           entry.pointer);
            const bool fits = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) {
                return text.contains(word, Qt::CaseInsensitive);
            });
            m_rows[index].line->setVisible(fits);
            any = any || fits;
            if (fits) ++count;
        }
        if (group.title) group.title->setVisible(any);
    }
    return count;
}

}  // namespace watchglass::ui
