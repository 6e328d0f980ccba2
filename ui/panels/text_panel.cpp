#include "ui/panels/text_panel.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextList>
#include <QTextTable>
#include <algorithm>
#include <tuple>
#include <vector>

#include "ui/frame/html_text.h"
#include "ui/frame/markdown.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/arrow_scroll_bar.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kMargin = 4;
constexpr double kLeading = 5;  ///< what a line of 22 pixels has more than the font's own
constexpr double kHalfLeading = 2.5;
constexpr double kBelow = 16;  ///< paragraphs, lists and tables
constexpr double kOfQt = 12;   ///< what Qt's documents have above and below these
constexpr double kListIndent = 24;

/// A browser that has no way to fetch anything.
class IsolatedBrowser final : public QTextBrowser {
public:
    explicit IsolatedBrowser(QWidget* parent) : QTextBrowser(parent)
    {
        useArrowScrollBars(*this);
        setOpenLinks(false);
        setOpenExternalLinks(false);
        setFrameShape(QFrame::NoFrame);
        setUndoRedoEnabled(false);
        setAutoFillBackground(false);
        viewport()->setAutoFillBackground(false);
        document()->setDocumentMargin(kMargin);
        document()->setIndentWidth(kListIndent);
    }

protected:
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

/// Pictures would have to be fetched: their place says what is missing.
QString withoutPictures(QString html)
{
    static const QRegularExpression kPicture(QStringLiteral("<img\\b([^>]*)>"),
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression kName(QStringLiteral("\\balt=\"([^\"]*)\""),
                                          QRegularExpression::CaseInsensitiveOption);
    for (auto match = kPicture.match(html); match.hasMatch(); match = kPicture.match(html)) {
        const QString name = kName.match(match.captured(1)).captured(1);
        const QString place = name.isEmpty() ? QStringLiteral("[picture]") : QStringLiteral("[picture: %1]").arg(name);
        html.replace(match.capturedStart(), match.capturedLength(), place);
    }
    return html;
}

/// What Qt's documents read otherwise than a browser does.
QString forDocument(QString html)
{
    html.replace(QLatin1String("<del>"), QLatin1String("<s>"));
    html.replace(QLatin1String("</del>"), QLatin1String("</s>"));
    html.replace(QLatin1String("\n</code></pre>"), QLatin1String("</code></pre>"));  // it would be a line
    return html;
}

/// Grafana's sizes of headings, and what its lines have more than the font's own.
struct HeadingLook {
    int pixels;
    QFont::Weight weight;
    double leading;
};
constexpr HeadingLook kHeadings[] = {{28, QFont::Normal, 0}, {24, QFont::Normal, 0},   {22, QFont::Normal, 0},
                                     {18, QFont::Normal, 0}, {16, QFont::Normal, 2.6}, {14, QFont::Medium, 5}};

/// Gives a block the spaces of Grafana's global styles (@grafana/ui GlobalStyles/elements, markdownStyles): lines of 22
/// pixels, 16 below paragraphs, lists and tables.
void styleBlock(QTextDocument& document, const QTextBlock& block, const Theme& theme)
{
    QTextCursor cursor(block);
    QTextBlockFormat format = block.blockFormat();
    const int level = std::min(format.headingLevel(), 6);
    const bool first = block == document.begin();
    const bool inTable = cursor.currentTable() != nullptr;
    const QTextBlock next = block.next();
    const bool listGoesOn = block.textList() && next.isValid() && next.textList();
    double below = format.bottomMargin() == kOfQt ? kBelow : format.bottomMargin();
    if (inTable || listGoesOn || !next.isValid()) below = 0;
    if (level > 0) below = kHeadings[level - 1].pixels * 0.45;
    format.setTopMargin(first || inTable || level > 0 || format.topMargin() == kOfQt ? 0 : format.topMargin());
    format.setBottomMargin(below);
    format.setLineHeight(level > 0 ? kHeadings[level - 1].leading : kLeading, QTextBlockFormat::LineDistanceHeight);
    cursor.setBlockFormat(format);
    // Collected first: changing a fragment may join it with its neighbour.
    std::vector<std::tuple<int, int, QTextCharFormat>> changes;
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        const QTextFragment fragment = it.fragment();
        QTextCharFormat text = fragment.charFormat();
        if (level == 0 && !text.isAnchor()) continue;
        if (level > 0) {
            text.clearProperty(QTextFormat::FontSizeAdjustment);  // it would win over the size
            text.setFont(textFont(kHeadings[level - 1].pixels, kHeadings[level - 1].weight),
                         QTextCharFormat::FontPropertiesSpecifiedOnly);
        }
        if (text.isAnchor()) text.setForeground(theme.textLink);
        changes.emplace_back(fragment.position(), fragment.length(), text);
    }
    for (const auto& [position, length, text] : changes) {
        QTextCursor part(&document);
        part.setPosition(position);
        part.setPosition(position + length, QTextCursor::KeepAnchor);
        part.setCharFormat(text);
    }
}

}  // namespace

QString safeHtml(const QString& html) { return withoutPictures(toQString(sanitizedHtml(html.toStdString()))); }

QString safeMarkdown(const QString& markdown)
{
    return withoutPictures(toQString(sanitizedHtml(markdownHtml(markdown.toStdString()))));
}

TextPanel::TextPanel(QWidget* parent) : PanelWidget(parent), m_browser(new IsolatedBrowser(this))
{
    m_browser->setStyleSheet(QStringLiteral("QTextBrowser { background: transparent; border: none; padding: 0; }"));
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https")) Q_EMIT linkActivated(url);
    });
}

QString TextPanel::summary() const { return m_browser->toPlainText().simplified().left(200); }

void TextPanel::rebuild()
{
    const Theme& theme = currentTheme();
    const json::Value& options = data().options;
    const std::string& mode = options["mode"].toString();
    const QString content = toQString(options["content"].toString());
    QTextDocument* document = m_browser->document();
    document->setDefaultFont(mode == "code" ? codeFont() : textFont(Metrics::kTextPixels));
    document->setDefaultStyleSheet(
        QStringLiteral(
            "a { color: %1; text-decoration: none; } code, pre { font-family: '%2'; font-size: 12px; background: %3; } "
            "h1,h2,h3 { font-weight: 500; }"
            "table { border-collapse: collapse; margin-top: 0px; margin-bottom: 16px; } th, td { padding: "
            "4px 8px; border: 1px solid %4; } th { font-weight: 500; background: %3; text-align: left; }"
            "b, strong { font-weight: 500; }")
            .arg(theme.textLink.name(), codeFont().family(), theme.secondary.name(), theme.tableBorder.name()));
    if (mode == "code") {
        document->setPlainText(content);
    } else {
        document->setHtml(forDocument(mode == "html" ? safeHtml(content) : safeMarkdown(content)));
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next())
            styleBlock(*document, block, theme);
        QTextFrameFormat frame = document->rootFrame()->frameFormat();
        // Browsers put half of a line's room above its text.
        const int level = document->begin().blockFormat().headingLevel();
        frame.setTopMargin(kMargin + (level > 0 ? kHeadings[std::min(level, 6) - 1].leading / 2 : kHalfLeading));
        document->rootFrame()->setFrameFormat(frame);
    }
    setAccessibleDescription(summary());
}

void TextPanel::resizeEvent(QResizeEvent*) { m_browser->setGeometry(rect()); }

}  // namespace watchglass::ui
