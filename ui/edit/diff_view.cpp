#include "ui/edit/diff_view.h"

#include <QEvent>
#include <QTextBlock>

#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

DiffView::DiffView(QWidget* parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setLineWrapMode(NoWrap);
    setFont(codeFont());
    setAccessibleName(tr("What changes in the text"));
    setTabChangesFocus(true);
}

void DiffView::setTexts(const std::string& before, const std::string& after)
{
    m_lines = lineDiff(before, after);
    QString text;
    for (const DiffLine& line : m_lines) {
        const bool gap = line.kind == DiffLine::Kind::Gap;
        text += gap ? QStringLiteral("⋯ ") : QString(QLatin1Char(static_cast<char>(line.kind))) + QLatin1Char(' ');
        text += toQString(line.text) + QLatin1Char('\n');
    }
    text.chop(1);
    setPlainText(text);
    paintLines();
}

void DiffView::paintLines()
{
    const Theme& theme = currentTheme();
    QList<QTextEdit::ExtraSelection> marks;
    QTextBlock block = document()->begin();
    for (const DiffLine& line : m_lines) {
        const auto kind = line.kind;
        if (kind != DiffLine::Kind::Same && block.isValid()) {
            QTextEdit::ExtraSelection mark;
            mark.cursor = QTextCursor(block);
            mark.format.setProperty(QTextFormat::FullWidthSelection, true);
            const bool gap = kind == DiffLine::Kind::Gap;
            const bool added = kind == DiffLine::Kind::Added;
            QColor ground = added ? theme.success : theme.error;
            ground.setAlpha(45);
            if (!gap) mark.format.setBackground(ground);
            // The text stays the text's colour, which is readable on both.
            if (gap) {
                mark.cursor.select(QTextCursor::BlockUnderCursor);
                mark.format.setForeground(theme.textSecondary);
            }
            marks << mark;
        }
        block = block.next();
    }
    setExtraSelections(marks);
}

void DiffView::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) paintLines();
}

}  // namespace watchglass::ui
