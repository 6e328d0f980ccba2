#include "ui/pages/import_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setFont(textFont(14, QFont::Medium));
    return label;
}

}  // namespace

std::optional<GrafanaComReference> grafanaComReference(const QString& text)
{
    static const QRegularExpression kPattern(
        QStringLiteral("^\\s*(?:https?://[^/\\s]+)?(?:/?(?:[\\w-]+/)*dashboards/)?(\\d{1,9})(?:-[^/?#\\s]*)?"
                       "(?:(?:/revisions/|\\s*[:@]\\s*)(\\d{1,6}))?(?:/[^\\s]*)?(?:[?#]\\S*)?\\s*$"));
    const auto match = kPattern.match(text);
    if (!match.hasMatch()) return std::nullopt;
    const GrafanaComReference out{match.captured(1).toLongLong(), match.captured(2).toLongLong()};
    return out.id > 0 ? std::optional(out) : std::nullopt;
}

ImportDialog::ImportDialog(QWidget* parent)
    : QDialog(parent), m_number(new QLineEdit(this)), m_load(new QPushButton(tr("Load"), this)),
      m_text(new QPlainTextEdit(this)), m_message(new QLabel(this))
{
    setWindowTitle(tr("Import dashboard"));
    m_number->setPlaceholderText(tr("Number or address, for example 1860"));
    m_number->setAccessibleName(tr("Number or address of a dashboard on grafana.com"));
    m_number->setClearButtonEnabled(true);
    m_text->setPlaceholderText(tr("{ \"title\": …, \"panels\": [ … ] }"));
    m_text->setAccessibleName(tr("JSON of a dashboard"));
    m_text->setFont(codeFont(12));
    m_text->setTabChangesFocus(true);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->hide();
    auto* open = new QPushButton(tr("Open the text"), this);
    auto* files = new QPushButton(tr("Choose files…"), this);
    auto* close = new QPushButton(tr("Close"), this);
    m_load->setDefault(true);
    open->setEnabled(false);
    for (QPushButton* button : {open, files, close}) button->setAutoDefault(false);

    auto* byNumber = new QHBoxLayout;
    byNumber->setSpacing(8);
    byNumber->addWidget(m_number, 1);
    byNumber->addWidget(m_load);
    auto* ends = new QHBoxLayout;
    ends->setSpacing(8);
    ends->addWidget(open);
    ends->addWidget(files);
    ends->addStretch(1);
    ends->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(8);
    layout->addWidget(heading(tr("From grafana.com"), this));
    layout->addLayout(byNumber);
    layout->addWidget(m_message);
    layout->addSpacing(12);
    layout->addWidget(heading(tr("From a JSON text"), this));
    layout->addWidget(m_text, 1);
    layout->addSpacing(4);
    layout->addLayout(ends);
    resize(620, 440);

    connect(m_load, &QPushButton::clicked, this, &ImportDialog::load);
    connect(m_number, &QLineEdit::textEdited, m_message, &QWidget::hide);
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this, open] { open->setEnabled(!m_text->toPlainText().trimmed().isEmpty()); });
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT textRequested(m_text->toPlainText().toUtf8()); });
    connect(files, &QPushButton::clicked, this, &ImportDialog::filesRequested);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    m_number->setFocus();
}

void ImportDialog::load()
{
    if (m_waiting) return;
    const auto reference = grafanaComReference(m_number->text());
    if (!reference) {
        showError(tr("This is neither the number nor the address of a dashboard on grafana.com."));
        return;
    }
    setWaiting(true);
    Q_EMIT downloadRequested(reference->id, reference->revision);
}

void ImportDialog::setWaiting(bool waiting)
{
    m_waiting = waiting;
    m_load->setEnabled(!waiting);
    m_load->setText(waiting ? tr("Loading…") : tr("Load"));
    if (waiting) m_message->hide();
}

void ImportDialog::showError(const QString& text)
{
    setWaiting(false);
    QPalette palette = m_message->palette();
    palette.setColor(QPalette::WindowText, currentTheme().errorText);
    m_message->setPalette(palette);
    m_message->setText(text);
    m_message->show();
    m_number->setFocus();
}

}  // namespace watchglass::ui
