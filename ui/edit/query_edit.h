#pragma once

#include <QPlainTextEdit>
#include <QStringList>

#include "ui/dashboard/time_range.h"
#include "ui/query/background.h"
#include "ui/query/query_backend.h"

class QCompleter;
class QStringListModel;

namespace watchglass::ui {

class QueryHighlighter;

/// A field for PromQL: coloured, completed with what the index holds (metrics, labels, values) and the functions, wrong
/// places underlined. Ctrl+Space completes, Tab and Return take over. GUI thread only; the index is asked on the pool.
class QueryEdit final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit QueryEdit(QueryBackend backend, QWidget* parent = nullptr);

    /// Another text from outside; the cursor stays where it is.
    void setQuery(const QString& query);
    /// Within which the index is asked.
    void setRange(const TimeRange& range) { m_range = range; }
    /// "1:5: unexpected ...", or "".
    [[nodiscard]] const QString& problem() const { return m_problem; }
    /// What is offered at the moment, for tests and screen readers.
    [[nodiscard]] QStringList offered() const;

Q_SIGNALS:
    void edited(const QString& query);

public Q_SLOTS:
    void complete();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void onText();
    void offer(const QStringList& words, const QString& word);
    void insert(const QString& word);
    void mark();
    [[nodiscard]] std::size_t cursorByte() const;

    QueryBackend m_backend;
    TimeRange m_range;
    QueryHighlighter* m_highlighter;
    QCompleter* m_completer;
    QStringListModel* m_words;
    QString m_problem;
    Ticket m_ticket;
    bool m_setting = false;
};

}  // namespace watchglass::ui
