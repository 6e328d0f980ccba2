#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/export/csv_export.h"
#include "ui/inspect/frame_table_model.h"
#include "ui/inspect/inspect_tabs.h"
#include "ui/panels/panel_support.h"
#include "ui/widgets/flow_layout.h"

namespace watchglass::ui {

namespace {

constexpr int kMeasuredRows = 50;  ///< of a column, to find its width
constexpr int kWidestColumn = 360;

QString frameName(const Frame& frame, std::size_t index)
{
    const std::string& name = frame.name.empty() ? frame.refId : frame.name;
    return name.empty() ? QObject::tr("Frame %1").arg(index + 1) : toQString(name);
}

}  // namespace

InspectDataTab::InspectDataTab(QString title, QWidget* parent)
    : QWidget(parent), m_title(std::move(title)), m_choice(new QComboBox(this)),
      m_transformed(new QCheckBox(tr("Apply transformations"), this)),
      m_formatted(new QCheckBox(tr("Formatted data"), this)), m_excel(new QCheckBox(tr("For Excel"), this)),
      m_count(new QLabel(this)), m_table(new QTableView(this)), m_model(new FrameTableModel(this))
{
    m_choice->setAccessibleName(tr("Frame"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_choice->setMaximumWidth(320);
    m_transformed->setChecked(true);
    m_formatted->setChecked(true);
    m_formatted->setToolTip(tr("Values with units, mappings and decimals, as the panel shows them"));
    m_excel->setToolTip(tr("Starts the file with a byte order mark and names the separator"));
    m_table->setModel(m_model);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->verticalHeader()->setDefaultSectionSize(30);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setWordWrap(false);
    m_table->setAccessibleName(tr("Data"));
    auto* download = new QPushButton(tr("Download CSV"), this);

    auto* bar = new QWidget(this);
    auto* flow = new FlowLayout(bar, 16);
    for (QWidget* part : std::initializer_list<QWidget*>{m_choice, m_transformed, m_formatted, m_excel, download}) {
        flow->addWidget(part);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_count);
    connect(m_choice, &QComboBox::activated, this, &InspectDataTab::showFrame);
    connect(m_transformed, &QCheckBox::toggled, this, &InspectDataTab::listFrames);
    connect(m_formatted, &QCheckBox::toggled, this, &InspectDataTab::showFrame);
    connect(download, &QPushButton::clicked, this, &InspectDataTab::save);
}

void InspectDataTab::show(std::shared_ptr<const PanelInspection> inspection, const FormatContext& context)
{
    m_inspection = std::move(inspection);
    m_context = context;
    const auto names = [](const std::vector<Frame>& frames) {
        std::vector<std::string> result;
        for (const Frame& frame : frames) {
            for (const Field& field : frame.fields) result.push_back(frame.refId + field.displayName);
        }
        return result;
    };
    m_transformed->setEnabled(names(m_inspection->raw) != names(m_inspection->shown));
    listFrames();
}

void InspectDataTab::listFrames()
{
    if (!m_inspection) return;
    m_frames = m_transformed->isChecked() ? m_inspection->shown : m_inspection->raw;
    const std::vector<Frame> joined = joinedByTime(m_frames);
    const bool canJoin = m_frames.size() > 1 && joined.size() == 1;
    const int before = m_choice->currentIndex();
    m_choice->clear();
    if (canJoin) m_choice->addItem(tr("Series joined by time"));
    for (std::size_t i = 0; i < m_frames.size(); ++i) m_choice->addItem(frameName(m_frames[i], i));
    if (canJoin) m_frames.insert(m_frames.begin(), joined.front());
    m_choice->setVisible(m_choice->count() > 1);
    m_choice->setCurrentIndex(std::clamp(before, 0, std::max(0, m_choice->count() - 1)));
    showFrame();
}

void InspectDataTab::showFrame()
{
    const auto index = static_cast<std::size_t>(std::max(0, m_choice->currentIndex()));
    const Frame frame = index < m_frames.size() ? m_frames[index] : Frame();
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setFrame(frame, m_formatted->isChecked(), m_context);
    m_count->setText(tr("%1 rows, %2 columns").arg(m_model->rowCount()).arg(m_model->columnCount()));
    const QFontMetrics metrics(m_table->font());
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = metrics.horizontalAdvance(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        for (int row = 0; row < std::min(kMeasuredRows, m_model->rowCount()); ++row) {
            const QString text = m_model->data(m_model->index(row, column), Qt::DisplayRole).toString();
            width = std::max(width, metrics.horizontalAdvance(text));
        }
        m_table->setColumnWidth(column, std::min(kWidestColumn, width + 36));
    }
}

void InspectDataTab::save()
{
    const auto index = static_cast<std::size_t>(std::max(0, m_choice->currentIndex()));
    if (index >= m_frames.size()) return;
    SaveRequest request;
    const QString part = m_choice->count() > 1 ? QStringLiteral("-") + m_choice->currentText() : QString();
    request.name = fileNameOf(m_title + part) + QStringLiteral(".csv");
    request.filter = tr("Comma-separated values (*.csv)");
    request.content = csvOf({m_frames[index]}, {m_formatted->isChecked(), m_excel->isChecked()}, m_context);
    Q_EMIT saveRequested(request);
}

}  // namespace watchglass::ui
