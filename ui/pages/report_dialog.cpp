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

}  // namespace

ReportDialog::ReportDialog(const QString& title, const ImportReport& report, const std::vector<std::string>& notes,
                           QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Import report: %1").arg(title));
    resize(900, 560);
    auto* tree = new QTreeWidget(this);
    tree->setHeaderLabels({tr("Panel"), tr("Option"), tr("Result"), tr("Note")});
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    for (const ReportLine& line : report.lines) {
        auto* item = new QTreeWidgetItem(tree,
                                         {qt(line.panel), qt(line.option), verdict(line.honoured), qt(line.note)});
        const Theme& theme = currentTheme();
        item->setForeground(2, line.honoured == Honoured::Yes            ? theme.successText
                               : line.honoured == Honoured::Approximated ? theme.warningText
                                                                         : theme.errorText);
        item->setHidden(line.honoured == Honoured::Yes);
    }
    tree->header()->resizeSection(0, 220);
    tree->header()->resizeSection(1, 260);
    tree->header()->resizeSection(2, 130);

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
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(summary);
    layout->addWidget(tree, 1);
    layout->addWidget(all);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(all, &QCheckBox::toggled, this, [tree, lines = report.lines](bool on) {
        for (int i = 0; i < tree->topLevelItemCount(); ++i) {
            tree->topLevelItem(i)->setHidden(!on && lines[static_cast<std::size_t>(i)].honoured == Honoured::Yes);
        }
    });
}

}  // namespace watchglass::ui
