#include "ui/pages/report_dialog.h"

#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "ui/theme/theme.h"

using namespace watchglass::ui;

class ReportDialogTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void showsWhatIsNotHonouredAndTheRestWhenAsked()
    {
        ImportReport report;
        report.add(1, "CPU", "options.legend", Honoured::Yes);
        report.add(1, "CPU", "custom.lineInterpolation", Honoured::Approximated, "curves are drawn as straight lines");
        report.add(2, "Map", "type", Honoured::NotDrawn, "no such panel yet");
        ReportDialog dialog("Demo", report, {"schema version 16"});
        dialog.show();
        QCOMPARE(dialog.windowTitle(), QStringLiteral("Import report: Demo"));
        const QString summary = dialog.findChild<QLabel*>()->text();
        QVERIFY(summary.contains("1 options honoured, 1 approximated, 1 not drawn"));
        QVERIFY(summary.contains("schema version 16"));

        const auto* tree = dialog.findChild<QTreeWidget*>();
        QCOMPARE(tree->topLevelItemCount(), 2);
        QCOMPARE(tree->topLevelItem(0)->text(1), QStringLiteral("custom.lineInterpolation"));
        QCOMPARE(tree->topLevelItem(0)->text(2), QStringLiteral("◐ Approximated"));
        QCOMPARE(tree->topLevelItem(1)->text(2), QStringLiteral("✕ Not drawn"));
        QCOMPARE(tree->topLevelItem(1)->toolTip(3), QStringLiteral("no such panel yet"));

        auto* all = dialog.findChild<QCheckBox*>();
        all->click();
        QCOMPARE(tree->topLevelItemCount(), 3);
        QCOMPARE(tree->topLevelItem(0)->text(2), QStringLiteral("● Honoured"));
        all->click();
        QCOMPARE(tree->topLevelItemCount(), 2);

        QTest::mouseClick(dialog.findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
    }
};

QTEST_MAIN(ReportDialogTest)
#include "report_dialog_test.moc"
