#include "ui/panels/text_panel.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <tuple>
#include <vector>

#include "ui/frame/html_text.h"
#include "ui/frame/markdown.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

/// A browser that has no way to fetch anything.
class IsolatedBrowser final : public QTextBrowser {
public:
    explicit IsolatedBrowser(QWidget* parent) : QTextBrowser(parent)
    {
        setOpenLinks(false);
        setOpenExternalLinks(false);
        setFrameShape(QFrame::NoFrame);
        setUndoRedoEnabled(false);
        setAutoFillBackground(false);
        viewport()->setAutoFillBackground(false);
        document()->setDocumentMargin(4);
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
        QStringLiteral("a { color: %1; text-decoration: none; } code, pre { font-family: '%2'; background: %3; } "
                       "h1,h2,h3 { font-weight: 500; }"
                       "table { border-collapse: collapse; margin-top: 6px; margin-bottom: 6px; } th, td { padding: "
                       "4px 8px; border: 1px solid %4; }")
            .arg(theme.textLink.name(), codeFont().family(), theme.secondary.name(), theme.tableBorder.name()));
    if (mode == "code")
        document->setPlainText(content);
    else
        document->setHtml(forDocument(mode == "html" ? safeHtml(content) : safeMarkdown(content)));
    if (mode != "html" && mode != "code") {
        // Qt's headings are larger than Grafana's and links ignore the style sheet.
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
            QTextCursor cursor(block);
            QTextBlockFormat format = block.blockFormat();
            const int level = format.headingLevel();
            format.setTopMargin(level > 0 && block != document->begin() ? 12 : 2);
            format.setBottomMargin(level > 0 ? 8 : 4);
            format.setLineHeight(115, QTextBlockFormat::ProportionalHeight);
            cursor.setBlockFormat(format);
            // Collected first: changing a fragment may join it with its neighbour.
            std::vector<std::tuple<int, int, QTextCharFormat>> changes;
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                const QTextFragment fragment = it.fragment();
                QTextCharFormat text = fragment.charFormat();
                if (level == 0 && !text.isAnchor()) continue;
                if (level > 0) {
                    constexpr int kSizes[] = {28, 24, 22, 18, 16, 14};
                    text.clearProperty(QTextFormat::FontSizeAdjustment);  // it would win over the size
                    text.setFont(textFont(kSizes[std::min(level, 6) - 1], level < 3 ? QFont::Normal : QFont::Medium),
                                 QTextCharFormat::FontPropertiesSpecifiedOnly);
                }
                if (text.isAnchor()) text.setForeground(theme.textLink);
                changes.emplace_back(fragment.position(), fragment.length(), text);
            }
            for (const auto& [position, length, text] : changes) {
                QTextCursor part(document);
                part.setPosition(position);
                part.setPosition(position + length, QTextCursor::KeepAnchor);
                part.setCharFormat(text);
            }
        }
    }
    setAccessibleDescription(summary());
}

void TextPanel::resizeEvent(QResizeEvent*) { m_browser->setGeometry(rect()); }

}  // namespace watchglass::ui
