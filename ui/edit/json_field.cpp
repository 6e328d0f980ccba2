#include "ui/edit/json_field.h"

#include <QTextBlock>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

std::string exactText(const QPlainTextEdit& field)
{
    QString text = field.document()->toRawText();
    text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    text.replace(QChar::LineSeparator, QLatin1Char('\n'));
    return text.toStdString();
}

JsonField::JsonField(QWidget* parent) : QPlainTextEdit(parent)
{
    setFont(codeFont());
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setAccessibleName(tr("JSON"));
    connect(this, &QPlainTextEdit::textChanged, this, &JsonField::check);
}

void JsonField::setText(const std::string& text)
{
    if (exactText(*this) == text) return;
    m_setting = true;
    setPlainText(toQString(text));
    m_setting = false;
}

void JsonField::setValue(const json::Value& value)
{
    const auto now = json::parse(exactText(*this));
    if (now && *now == value) return;
    setText(value.isNull() ? std::string() : json::write(value, 2));
}

void JsonField::check()
{
    const std::string text = exactText(*this);
    const auto value = json::parse(text);
    const QString problem = value ? QString() : toQString(value.error().where + ": " + value.error().message);
    const QStringList place = value ? QStringList() : toQString(value.error().where).split(QLatin1Char(':'));
    mark(place.size() == 2 ? place[0].toInt() : 0, place.size() == 2 ? place[1].toInt() : 0);
    if (problem != m_problem) {
        m_problem = problem;
        setAccessibleDescription(problem);
        Q_EMIT problemChanged(problem);
    }
    if (value && !m_setting) Q_EMIT edited(*value);
}

void JsonField::mark(int line, int column)
{
    QList<QTextEdit::ExtraSelection> marks;
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (line > 0 && block.isValid()) {
        QTextEdit::ExtraSelection whole;
        whole.cursor = QTextCursor(block);
        QColor ground = currentTheme().error;
        ground.setAlpha(40);
        whole.format.setBackground(ground);
        whole.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << whole;
        QTextEdit::ExtraSelection at;
        at.cursor = QTextCursor(block);
        // Columns count bytes.
        const QByteArray bytes = block.text().toUtf8().left(std::max(0, column - 1));
        at.cursor.setPosition(block.position() +
                              std::min<int>(static_cast<int>(QString::fromUtf8(bytes).size()), block.length() - 1));
        at.cursor.movePosition(QTextCursor::Right, QTextCursor::KeepAnchor);
        at.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        at.format.setUnderlineColor(currentTheme().error);
        marks << at;
    }
    setExtraSelections(marks);
}

}  // namespace watchglass::ui
