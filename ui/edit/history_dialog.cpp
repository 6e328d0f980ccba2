#include "ui/edit/history_dialog.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/dashboard/document_path.h"
#include "ui/edit/change_text.h"
#include "ui/edit/diff_view.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostWords = 8;

QString when(const SavedVersion& version)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(version.savedMs), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

}  // namespace

HistoryDialog::HistoryDialog(std::vector<SavedVersion> versions, std::string present, std::string path, QWidget* parent)
    : QDialog(parent), m_versions(std::move(versions)), m_present(std::move(present)), m_path(std::move(path)),
      m_list(new QListWidget(this)), m_summary(new QLabel(this)), m_lines(new DiffView(this)),
      m_restore(new QPushButton(tr("Restore this version"), this))
{
    setWindowTitle(tr("Saved versions"));
    resize(1000, 640);
    m_list->setAccessibleName(tr("Saved versions, the newest first"));
    for (const SavedVersion& version : m_versions)
        m_list->addItem(
            tr("%1 (%2)").arg(when(version), QLocale().formattedDataSize(static_cast<qint64>(version.bytes))));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_restore->setEnabled(false);
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_summary);
    column->addWidget(m_lines, 1);
    auto* parts = new QSplitter(this);
    parts->addWidget(m_list);
    parts->addWidget(right);
    parts->setStretchFactor(1, 3);
    parts->setChildrenCollapsible(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_restore, QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(parts, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, &HistoryDialog::choose);
    connect(m_restore, &QPushButton::clicked, this, [this] {
        const int row = m_list->currentRow();
        if (row < 0) return;
        Q_EMIT restoreRequested(when(m_versions[static_cast<std::size_t>(row)]), m_text);
        accept();
    });
    if (m_versions.empty()) {
        m_summary->setText(tr("Nothing was saved yet. Each save is kept here for ever, and so is the file as it was "
                              "before the first one."));
    }
}

void HistoryDialog::choose(int row)
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_versions.size()) return;
    m_chosen = toQString(m_versions[static_cast<std::size_t>(row)].id);
    m_restore->setEnabled(false);
    Q_EMIT versionRequested(m_chosen);
}

void HistoryDialog::showVersion(const QString& id, const std::string& text)
{
    if (id != m_chosen) return;  // another one was chosen meanwhile
    m_text = text;
    m_restore->setEnabled(text != m_present);
    m_lines->setTexts(m_present, text);
    const auto before = json::parse(m_present);
    const auto after = json::parse(text);
    if (!before || !after) return;
    const auto words = describeChanges(valueAt(*before, m_path), valueAt(*after, m_path));
    QString summary = words.empty() ? tr("The same as now.") : tr("Restoring would change:");
    for (std::size_t i = 0; i < words.size() && i < kMostWords; ++i)
        summary += QStringLiteral("\n• ") + toQString(words[i]);
    if (words.size() > kMostWords) summary += tr("\n• and %1 more").arg(words.size() - kMostWords);
    m_summary->setText(summary);
}

void HistoryDialog::showProblem(const QString& text) { m_summary->setText(text); }

}  // namespace watchglass::ui
