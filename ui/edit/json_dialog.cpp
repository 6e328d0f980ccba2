#include "ui/edit/json_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/dashboard/document_shape.h"
#include "ui/edit/dashboard_editor.h"
#include "ui/edit/json_field.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

JsonDialog::JsonDialog(DashboardEditor& editor, QWidget* parent)
    : QDialog(parent), m_editor(editor), m_returns(editor.text().find("\r\n") != std::string::npos),
      m_text(new JsonField(this)), m_problem(new QLabel(this)), m_apply(new QPushButton(tr("Apply"), this))
{
    setWindowTitle(tr("JSON of %1").arg(toQString(editor.dashboard().title())));
    resize(960, 720);
    m_text->setText(editor.text());
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_apply->setDefault(true);
    m_apply->setEnabled(false);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_apply, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(m_text, &QPlainTextEdit::textChanged, this, &JsonDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &JsonDialog::takeOver);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
    m_text->setFocus();
}

std::string JsonDialog::text() const
{
    std::string out = exactText(*m_text);
    if (!m_returns) return out;
    for (std::size_t at = out.find('\n'); at != std::string::npos; at = out.find('\n', at + 2)) out.insert(at, 1, '\r');
    return out;
}

/// What keeps a text from being this dashboard's, with its place; "" for nothing.
std::string JsonDialog::problemOf(const std::string& text) const
{
    const auto value = json::parse(text);
    if (!value) return value.error().where + ": " + value.error().message;
    for (const DashboardPart& part : findDashboards(*value)) {
        if (part.path != m_editor.path()) continue;
        const auto problem = shapeProblem(part);
        if (!problem) return {};
        const std::string where = DocumentText::fromText(text)->where(problem->pointer);
        return where + ": " + problem->pointer + ": " + problem->message;
    }
    const auto any = findDashboard(*value);
    return any ? "no dashboard stands at \"" + m_editor.path() + "\" any more" : any.error().message;
}

void JsonDialog::check()
{
    const std::string now = text();
    say(problemOf(now));
    m_apply->setEnabled(m_fits && now != m_editor.text());
}

void JsonDialog::say(const std::string& problem)
{
    m_fits = problem.empty();
    m_problem->setText(m_fits ? tr("✓ This is a dashboard.") : QStringLiteral("✕ ") + toQString(problem));
    QPalette palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, m_fits ? currentTheme().successText : currentTheme().errorText);
    m_problem->setPalette(palette);
}

void JsonDialog::takeOver()
{
    const auto done = m_editor.replaceText(tr("Edit JSON").toStdString(), text());
    if (done) {
        accept();
        return;
    }
    const std::string where = done.error().where.empty() ? "" : " (" + done.error().where + ")";
    say(done.error().message + where);
}

}  // namespace watchglass::ui
