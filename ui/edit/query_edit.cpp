#include "ui/edit/query_edit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStringListModel>
#include <QSyntaxHighlighter>
#include <algorithm>

#include "engine/promql/ast.h"
#include "ui/edit/promql_text.h"
#include "ui/panels/panel_support.h"
#include "ui/query/engine_variable_source.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/popup.h"

namespace watchglass::ui {

namespace {

constexpr int kMostOffered = 2000;

/// Where a byte of UTF-8 is in a QString.
int unitOf(const std::string& text, std::size_t byte)
{
    return static_cast<int>(QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min(byte, text.size()))).size());
}

QStringList functionNames()
{
    QStringList out;
    for (const promql::FunctionInfo& function : promql::allFunctions()) out << toQString(function.name);
    for (const char* name : {"sum", "avg", "count", "min", "max", "group", "stddev", "stdvar", "topk", "bottomk",
                             "quantile", "count_values", "limitk", "limit_ratio", "by", "without", "offset"})
        out << QString::fromLatin1(name);
    return out;
}

/// What the index says at that place of the query.
QStringList lookUp(const QueryCompletion& at, VariableSource& source)
{
    const std::string selector = at.metric;
    Result<std::vector<std::string>> found = [&]() -> Result<std::vector<std::string>> {
        switch (at.kind) {
        case QueryCompletion::Kind::Expression: return source.metricNames(".*");
        case QueryCompletion::Kind::LabelName: return source.labelNames(selector);
        case QueryCompletion::Kind::GroupingLabel: return source.labelNames("");
        case QueryCompletion::Kind::LabelValue: return source.labelValues(at.label, selector);
        case QueryCompletion::Kind::None: break;
        }
        return std::vector<std::string>();
    }();
    QStringList out;
    if (!found) return out;
    for (const std::string& one : *found) {
        if (at.kind == QueryCompletion::Kind::LabelName && one == "__name__") continue;
        out << toQString(one);
    }
    return out;
}

/// Whether the list comes by itself. Of labels and values there are few, and a label can only begin after some signs;
/// of metrics there are too many before two letters stand there.
bool isOffered(const QueryCompletion& at, std::string_view query)
{
    if (at.kind == QueryCompletion::Kind::LabelValue) return true;
    if (at.kind != QueryCompletion::Kind::LabelName && at.kind != QueryCompletion::Kind::GroupingLabel)
        return at.word.size() >= 2;
    const std::size_t sign = at.begin == 0 ? std::string_view::npos : query.find_last_not_of(" \t\n", at.begin - 1);
    return sign != std::string_view::npos && std::string_view("{,(").find(query[sign]) != std::string_view::npos;
}

/// Escape closes the list of completions and nothing else while the list is shown.
class EscapeGuard final : public QObject {
public:
    EscapeGuard(QWidget* popup, QObject* parent) : QObject(parent), m_popup(popup) {}

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ShortcutOverride && m_popup->isVisible() &&
            static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QWidget* m_popup;
};

}  // namespace

class QueryHighlighter final : public QSyntaxHighlighter {
public:
    explicit QueryHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

protected:
    void highlightBlock(const QString& text) override
    {
        const Theme& theme = currentTheme();
        const bool dark = theme.isDark();
        const auto color = [&](QueryPart part) -> QColor {
            // Readable on the field's ground in both themes.
            switch (part) {
            case QueryPart::Function: return QColor(dark ? 0x6E9FFF : 0x1F62E0);
            case QueryPart::Keyword: return QColor(dark ? 0xC792EA : 0x8230A8);
            case QueryPart::Label: return QColor(dark ? 0x73D0C0 : 0x0B6F6A);
            case QueryPart::String: return QColor(dark ? 0x96D98D : 0x1B7A2E);
            case QueryPart::Number: return QColor(dark ? 0xFFB357 : 0x9A5200);
            case QueryPart::Variable: return QColor(dark ? 0xFFCB7D : 0x8A5A00);
            case QueryPart::Comment: return theme.textSecondary;
            case QueryPart::Operator: return theme.textSecondary;
            case QueryPart::Metric: break;
            }
            return theme.text;
        };
        const std::string line = text.toStdString();
        for (const QueryPiece& piece : queryPieces(line)) {
            const int begin = unitOf(line, piece.begin);
            setFormat(begin, unitOf(line, piece.end) - begin, color(piece.part));
        }
    }
};

QueryEdit::QueryEdit(QueryBackend backend, QWidget* parent)
    : QPlainTextEdit(parent), m_backend(std::move(backend)), m_highlighter(new QueryHighlighter(document())),
      m_completer(new QCompleter(this)), m_words(new QStringListModel(this))
{
    setFont(codeFont());
    setTabChangesFocus(true);
    setPlaceholderText(tr("PromQL, such as rate(node_cpu_seconds_total[$__rate_interval])"));
    setFixedHeight(64);
    m_completer->setModel(m_words);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(10);
    setUpCompletions(*m_completer);
    m_completer->popup()->setAccessibleName(tr("Completions"));
    auto* guard = new EscapeGuard(m_completer->popup(), this);
    installEventFilter(guard);
    m_completer->popup()->installEventFilter(guard);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &QueryEdit::insert);
    connect(this, &QPlainTextEdit::textChanged, this, &QueryEdit::onText);
}

void QueryEdit::setQuery(const QString& query)
{
    if (toPlainText() == query) return;
    m_setting = true;
    const int at = textCursor().position();
    setPlainText(query);
    QTextCursor cursor = textCursor();
    cursor.setPosition(std::min(at, static_cast<int>(query.size())));
    setTextCursor(cursor);
    m_setting = false;
    mark();
}

void QueryEdit::onText()
{
    if (m_setting) return;
    mark();
    Q_EMIT edited(toPlainText());
    const QueryCompletion at = completionAt(toPlainText().toStdString(), cursorByte());
    if (hasFocus() && isOffered(at, toPlainText().toStdString())) {
        complete();
    } else {
        m_completer->popup()->hide();
    }
}

void QueryEdit::mark()
{
    const std::string text = toPlainText().toStdString();
    const auto problem = queryProblem(text);
    m_problem = problem ? toQString(problem->message) : QString();
    setAccessibleDescription(m_problem);
    QList<QTextEdit::ExtraSelection> marks;
    if (problem) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = textCursor();
        const int begin = unitOf(text, problem->begin);
        int end = unitOf(text, problem->end);
        const int size = static_cast<int>(toPlainText().size());
        mark.cursor.setPosition(end > begin || begin == 0 ? begin : begin - 1);
        mark.cursor.setPosition(std::min(size, std::max(end, begin + (begin < size ? 1 : 0))), QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(currentTheme().error);
        marks << mark;
    }
    setExtraSelections(marks);
}

std::size_t QueryEdit::cursorByte() const
{
    return static_cast<std::size_t>(toPlainText().left(textCursor().position()).toUtf8().size());
}

QStringList QueryEdit::offered() const
{
    QStringList out;
    const QAbstractItemModel* model = m_completer->completionModel();
    for (int row = 0; row < model->rowCount(); ++row) out << model->index(row, 0).data().toString();
    return out;
}

void QueryEdit::complete()
{
    const QueryCompletion at = completionAt(toPlainText().toStdString(), cursorByte());
    if (at.kind == QueryCompletion::Kind::None) return;
    const bool expression = at.kind == QueryCompletion::Kind::Expression;
    m_ticket = runInBackground(
        m_backend.pool, this,
        [backend = m_backend, range = m_range, at](std::stop_token stop) {
            EngineVariableSource source(backend, range, std::move(stop));
            return lookUp(at, source);
        },
        [this, expression, word = toQString(at.word)](QStringList words) {
            if (expression) words += functionNames();
            offer(words, word);
        });
}

void QueryEdit::offer(const QStringList& words, const QString& word)
{
    // What begins like the word comes first.
    QStringList sorted;
    for (const QString& one : words) {
        if (one.contains(word, Qt::CaseInsensitive)) sorted << one;
    }
    std::stable_sort(sorted.begin(), sorted.end(), [&](const QString& a, const QString& b) {
        return a.startsWith(word, Qt::CaseInsensitive) && !b.startsWith(word, Qt::CaseInsensitive);
    });
    if (sorted.size() > kMostOffered) sorted.resize(kMostOffered);
    m_words->setStringList(sorted);
    m_completer->setCompletionPrefix(word);
    if (sorted.isEmpty() || (sorted.size() == 1 && sorted.front() == word)) {
        m_completer->popup()->hide();
        return;
    }
    QRect box = cursorRect();
    box.setWidth(std::min(420, width()));
    m_completer->complete(box);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

void QueryEdit::insert(const QString& word)
{
    const QueryCompletion at = completionAt(toPlainText().toStdString(), cursorByte());
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(toQString(at.word).size()));
    QString text = word;
    const bool function = at.kind == QueryCompletion::Kind::Expression && promql::findFunction(word.toStdString());
    if (function) text += QLatin1Char('(');
    cursor.insertText(text);
    setTextCursor(cursor);
    m_completer->popup()->hide();
}

void QueryEdit::keyPressEvent(QKeyEvent* event)
{
    if (m_completer->popup()->isVisible()) {
        switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Tab:
        case Qt::Key_Escape: event->ignore(); return;  // the list's
        default: break;
        }
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        complete();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void QueryEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) m_highlighter->rehighlight();
}

}  // namespace watchglass::ui
