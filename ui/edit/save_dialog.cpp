#include "ui/edit/save_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/upgrade_document.h"
#include "ui/edit/change_text.h"
#include "ui/edit/dashboard_editor.h"
#include "ui/edit/diff_view.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// A name beside the file: "cpu-copy.json".
QString copyName(const QString& location, const Dashboard& dashboard)
{
    const QFileInfo file(location);
    if (file.isFile() && !location.startsWith(QLatin1Char(':')))
        return file.dir().filePath(file.completeBaseName() + QStringLiteral("-copy.json"));
    QString name = toQString(dashboard.title()).toLower();
    for (QChar& letter : name) {
        if (!letter.isLetterOrNumber()) letter = QLatin1Char('-');
    }
    return QDir::home().filePath(name + QStringLiteral(".json"));
}

}  // namespace

SaveDialog::SaveDialog(const DashboardEditor& editor, const StoredDocument& stored, const QString& location,
                       QWidget* parent)
    : QDialog(parent), m_editor(editor), m_expected(editor.savedText()), m_problem(new QLabel(this)),
      m_toFile(new QRadioButton(tr("To the file %1").arg(QDir::toNativeSeparators(location)), this)),
      m_asCopy(new QRadioButton(tr("As a copy:"), this)), m_file(new QLineEdit(this)),
      m_browse(new QPushButton(tr("Browse…"), this)), m_words(new QListWidget(this)), m_lines(new DiffView(this)),
      m_save(new QPushButton(tr("Save"), this))
{
    setWindowTitle(tr("Save %1").arg(toQString(editor.dashboard().title())));
    resize(960, 680);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_file->setText(copyName(location, editor.dashboard()));
    m_file->setAccessibleName(tr("File of the copy"));
    m_words->setAccessibleName(tr("What changes"));
    m_words->setSelectionMode(QAbstractItemView::NoSelection);
    m_words->setWordWrap(true);
    m_save->setDefault(true);
    (stored.writable ? m_toFile : m_asCopy)->setChecked(true);
    m_toFile->setVisible(stored.writable);

    auto* copy = new QHBoxLayout;
    copy->addWidget(m_asCopy);
    copy->addWidget(m_file, 1);
    copy->addWidget(m_browse);
    auto* what = new QSplitter(Qt::Vertical, this);
    what->addWidget(m_words);
    what->addWidget(m_lines);
    what->setStretchFactor(1, 2);
    what->setChildrenCollapsible(false);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(m_problem);
    if (!stored.note.empty()) {
        auto* note = new QLabel(toQString(stored.note), this);
        note->setWordWrap(true);
        layout->addWidget(note);
    }
    layout->addWidget(m_toFile);
    layout->addLayout(copy);
    if (const auto upgraded = upgradeDocument(editor.text(), editor.path()); upgraded && upgraded->changed) {
        m_upgraded = upgraded->text;
        m_upgrade = new QCheckBox(upgraded->fromSchema > 0
                                      ? tr("Bring the file from schema %1 to the current one").arg(upgraded->fromSchema)
                                      : tr("Bring the file to the current schema"),
                                  this);
        layout->addWidget(m_upgrade);
        connect(m_upgrade, &QCheckBox::toggled, this, &SaveDialog::update);
    }
    layout->addWidget(what, 1);
    layout->addWidget(buttons);
    connect(m_asCopy, &QRadioButton::toggled, this, &SaveDialog::update);
    connect(m_file, &QLineEdit::textChanged, this, &SaveDialog::update);
    connect(m_browse, &QPushButton::clicked, this, &SaveDialog::browse);
    connect(buttons, &QDialogButtonBox::accepted, this, &SaveDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    update();
    m_save->setFocus();
}

std::string SaveDialog::wanted() const { return m_upgrade && m_upgrade->isChecked() ? m_upgraded : m_editor.text(); }

void SaveDialog::update()
{
    const bool copy = m_asCopy->isChecked();
    m_file->setEnabled(copy);
    m_browse->setEnabled(copy);
    m_save->setEnabled(!copy || !m_file->text().trimmed().isEmpty());
    m_save->setText(copy ? tr("Save copy") : m_conflict ? tr("Overwrite") : tr("Save"));
    const std::string text = wanted();
    m_words->clear();
    const auto before = json::parse(m_expected);
    const auto after = json::parse(text);
    if (before && after) {
        for (const std::string& line :
             describeChanges(valueAt(*before, m_editor.path()), valueAt(*after, m_editor.path())))
            m_words->addItem(toQString(line));
    }
    if (m_words->count() == 0)
        m_words->addItem(text == m_expected ? tr("Nothing") : tr("Only how the text is spelled"));
    m_lines->setTexts(m_expected, text);
}

void SaveDialog::showConflict(const std::string& onDisk)
{
    m_conflict = true;
    m_expected = onDisk;
    showProblem(tr("⚠ The file changed on disk since it was opened. Below is what saving would do to it as it is now: "
                   "changes of others may be among what is removed."));
    m_asCopy->setChecked(true);
    update();
}

void SaveDialog::showProblem(const QString& text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    m_problem->setAccessibleName(text);
    m_save->setEnabled(true);
}

void SaveDialog::save()
{
    m_save->setEnabled(false);  // until it is known what became of it
    Q_EMIT saveRequested(
        {wanted(), m_asCopy->isChecked() ? m_file->text().trimmed().toStdString() : std::string(), m_expected});
}

void SaveDialog::browse()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Save a copy"), m_file->text(),
                                                      tr("Grafana dashboards (*.json)"));
    if (!file.isEmpty()) m_file->setText(file);
}

}  // namespace watchglass::ui
