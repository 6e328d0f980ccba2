#include "ui/pages/annotation_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/edit/wrong_mark.h"
#include "ui/frame/date_text.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QString timeText(std::int64_t timeMs, const TimeContext& time)
{
    return toQString(formatMoment(static_cast<double>(timeMs), dateFormats().full, time.timeZone));
}

std::vector<std::string> tagsOf(const QString& text)
{
    std::vector<std::string> out;
    for (const QString& tag : text.split(QLatin1Char(','))) out.push_back(tag.toStdString());
    return annotations::cleanTags(out);
}

QString joined(const std::vector<std::string>& tags)
{
    QStringList out;
    for (const std::string& tag : tags) out << toQString(tag);
    return out.join(QStringLiteral(", "));
}

}  // namespace

AnnotationDialog::AnnotationDialog(annotations::Annotation annotation, TimeContext time, QWidget* parent)
    : QDialog(parent), m_annotation(std::move(annotation)), m_time(std::move(time)), m_text(new QPlainTextEdit(this)),
      m_tags(new QLineEdit(this)), m_from(new QLineEdit(this)), m_to(new QLineEdit(this)),
      m_everywhere(new QCheckBox(tr("On all panels of this dashboard"), this)), m_problem(new QLabel(this)),
      m_save(new QPushButton(tr("Save"), this))
{
    const bool isNew = m_annotation.id == 0;
    setWindowTitle(isNew ? tr("Add annotation") : tr("Edit annotation"));
    resize(460, 10);
    m_text->setPlainText(toQString(m_annotation.text));
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Text"));
    m_text->setFixedHeight(96);
    m_text->installEventFilter(this);
    m_tags->setText(joined(m_annotation.tags));
    m_tags->setPlaceholderText(tr("deploy, team:web"));
    m_from->setText(timeText(m_annotation.fromMs, m_time));
    m_to->setPlaceholderText(tr("a moment"));
    if (m_annotation.toMs > m_annotation.fromMs) m_to->setText(timeText(m_annotation.toMs, m_time));
    m_everywhere->setVisible(isNew && m_annotation.panelId != 0);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, currentTheme().errorText);
    m_problem->setPalette(palette);
    m_save->setDefault(true);

    auto* form = new QFormLayout;
    form->setSpacing(10);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("Text"), m_text);
    form->addRow(tr("Tags, divided by commas"), m_tags);
    auto* times = new QHBoxLayout;
    times->setSpacing(8);
    const auto column = [&](const QString& name, QLineEdit* edit) {
        auto* label = new QLabel(name, this);
        label->setBuddy(edit);
        auto* layout = new QVBoxLayout;
        layout->setSpacing(4);
        layout->addWidget(label);
        layout->addWidget(edit);
        times->addLayout(layout, 1);
    };
    column(tr("Time"), m_from);
    column(tr("End"), m_to);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addLayout(form);
    layout->addLayout(times);
    layout->addWidget(m_everywhere);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &AnnotationDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_text->setFocus();
}

/// Return begins a line of the text, with Ctrl it saves.
bool AnnotationDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<const QKeyEvent*>(event);
        if (key->modifiers() & Qt::ControlModifier && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            save();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void AnnotationDialog::showProblem(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_save->setEnabled(true);
}

bool AnnotationDialog::read()
{
    m_annotation.text = m_text->toPlainText().trimmed().toStdString();
    m_annotation.tags = tagsOf(m_tags->text());
    QString problem;
    // What was not touched keeps the milliseconds that the text does not show.
    const auto moment = [&](QLineEdit& edit, std::int64_t known) {
        const QString text = edit.text().trimmed();
        const auto read = text == timeText(known, m_time) ? Result<std::int64_t>(known)
                                                          : parseTime(text.toStdString(), m_time, false);
        const QString why = read ? QString() : tr("\"%1\" is no time").arg(text);
        markWrong(edit, !read, why);
        if (!read && problem.isEmpty()) problem = why;
        return read.value_or(known);
    };
    const std::int64_t from = moment(*m_from, m_annotation.fromMs);
    const bool span = !m_to->text().trimmed().isEmpty();
    const std::int64_t to = span ? moment(*m_to, m_annotation.toMs) : from;
    if (!span) markWrong(*m_to, false);
    if (problem.isEmpty() && to < from) {
        problem = tr("It ends before it begins");
        markWrong(*m_to, true, problem);
    }
    const bool empty = m_annotation.text.empty() && m_annotation.tags.empty();
    if (problem.isEmpty() && empty) problem = tr("Write a text, or a tag");
    markWrong(*m_text, empty, empty ? problem : QString());
    showProblem(problem);
    if (!problem.isEmpty()) return false;
    m_annotation.fromMs = from;
    m_annotation.toMs = to;
    return true;
}

void AnnotationDialog::save()
{
    if (!read()) return;
    m_save->setEnabled(false);
    annotations::Annotation wanted = m_annotation;
    if (m_everywhere->isChecked()) wanted.panelId = 0;
    Q_EMIT saveRequested(wanted);
}

}  // namespace watchglass::ui
