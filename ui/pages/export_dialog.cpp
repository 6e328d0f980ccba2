#include "ui/pages/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_picture.h"

namespace watchglass::ui {

ExportDialog::ExportDialog(const DashboardSession& session, int width, const QString& title, QWidget* parent)
    : QDialog(parent), m_session(session), m_width(width), m_title(title), m_format(new QComboBox(this)),
      m_scale(new QDoubleSpinBox(this)), m_paper(new QComboBox(this)),
      m_perRow(new QCheckBox(tr("A page for each row"), this)), m_state(new QLabel(this)), m_start(nullptr)
{
    setWindowTitle(tr("Export: %1").arg(title));
    m_format->addItems({tr("PNG picture"), tr("SVG picture"), tr("PDF document")});
    m_scale->setRange(0.5, 8);
    m_scale->setSingleStep(0.5);
    m_scale->setDecimals(1);
    m_scale->setValue(1);
    m_scale->setSuffix(tr(" × the screen"));
    m_paper->addItems({tr("As large as the picture"), tr("A4")});
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->addRow(tr("Format"), m_format);
    form->addRow(tr("Scale"), m_scale);
    form->addRow(tr("Paper"), m_paper);
    form->addRow(QString(), m_perRow);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_start = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addWidget(m_state);
    layout->addWidget(buttons);
    setMinimumWidth(380);
    m_state->hide();
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::update);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::start);
    update();
}

ExportDialog::~ExportDialog() = default;

void ExportDialog::update()
{
    const auto format = static_cast<PictureFormat>(m_format->currentIndex());
    m_scale->setEnabled(format == PictureFormat::Png);
    m_paper->setEnabled(format == PictureFormat::Pdf);
    m_perRow->setEnabled(format == PictureFormat::Pdf);
}

void ExportDialog::start()
{
    m_start->setEnabled(false);
    m_state->setText(tr("Drawing…"));
    m_state->show();
    m_picture = std::make_unique<DashboardPicture>(m_session, m_width);
    connect(m_picture.get(), &DashboardPicture::ready, this, &ExportDialog::finish);
    connect(m_picture.get(), &DashboardPicture::failed, this, [this] {
        m_state->setText(tr("The queries took longer than a minute."));
        m_start->setEnabled(true);
    });
}

void ExportDialog::finish()
{
    PictureExport how;
    how.format = static_cast<PictureFormat>(m_format->currentIndex());
    how.scale = m_scale->value();
    how.a4 = m_paper->currentIndex() == 1;
    how.title = m_title;
    DashboardPage& page = m_picture->page();
    const auto parts = m_perRow->isChecked() ? page.rowParts() : std::vector<QRect>();
    const QByteArray bytes = pictureOf(page, how, parts);
    accept();
    Q_EMIT saveRequested(pictureRequest(how, bytes));
}

}  // namespace watchglass::ui
