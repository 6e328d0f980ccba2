#include "ui/pages/report_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QString qt(const std::string& text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString verdict(Honoured honoured)
{
    switch (honoured) {
    case Honoured::Yes: return QObject::tr("● Honoured");
    case Honoured::Approximated: return QObject::tr("◐ Approximated");
    case Honoured::NotDrawn: break;
    }
    return QObject::tr("✕ Not drawn");
}

void fill(QTreeWidget& tree, const std::vector<ReportLine>& lines, bool honouredToo)
{
    const Theme& theme = currentTheme();
    QList<QTreeWidgetItem*> items;
    for (const ReportLine& line : lines) {
        if (line.honoured == Honoured::Yes && !honouredToo) continue;
        auto* item = new QTreeWidgetItem({qt(line.panel), qt(line.option), verdict(line.honoured), qt(line.note)});
        item->setForeground(2, line.honoured == Honoured::Yes            ? theme.successText
                               : line.honoured == Honoured::Approximated ? theme.warningText
                                                                         : theme.errorText);
        for (int column = 0; column < item->columnCount(); ++column) item->setToolTip(column, item->text(column));
        items << item;
    }
    tree.clear();
    tree.addTopLevelItems(items);
}

}  // namespace

ReportDialog::ReportDialog(const QString& title, const ImportReport& report, const std::vector<std::string>& notes,
                           QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Import report: %1").arg(title));
    resize(960, 560);
    auto* tree = new QTreeWidget(this);
    tree->setHeaderLabels({tr("Panel"), tr("Option"), tr("Result"), tr("Note")});
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    tree->setAllColumnsShowFocus(true);
    tree->header()->resizeSection(0, 190);
    tree->header()->resizeSection(1, 320);
    tree->header()->resizeSection(2, 130);
    fill(*tree, report.lines, false);

    QString text = tr("%1 options honoured, %2 approximated, %3 not drawn. The file keeps all of them.")
                       .arg(report.count(Honoured::Yes))
                       .arg(report.count(Honoured::Approximated))
                       .arg(report.count(Honoured::NotDrawn));
    for (const std::string& note : notes) text += QLatin1Char('\n') + qt(note);
    auto* summary = new QLabel(text, this);
    summary->setTextFormat(Qt::PlainText);
    summary->setWordWrap(true);
    auto* all = new QCheckBox(tr("Show honoured options too"), this);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(all, 1);
    bottom->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(summary);
    layout->addWidget(tree, 1);
    layout->addLayout(bottom);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(all, &QCheckBox::toggled, this, [tree, lines = report.lines](bool on) { fill(*tree, lines, on); });
}

}  // namespace watchglass::ui
