#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <QtGui/QAccessible>
#include <memory>

#include "ui/frame/field_override.h"
#include "ui/panels/color_picker.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"
#include "ui/panels/timeseries_panel.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(const char* text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

PanelData twoSeries(const char* type)
{
    std::vector<Frame> frames;
    for (int s = 0; s < 2; ++s) {
        Field time;
        time.name = "Time";
        time.type = FieldType::Time;
        time.values = Values::numbers({1000, 2000, 3000});
        Field value;
        value.name = "Value";
        value.displayNameFromDs = s == 0 ? "eth0" : "lo";
        value.values = Values::numbers({1.0 + s, 5.0 + s, 3.0 + s});
        Frame frame;
        frame.refId = "A";
        frame.fields = {time, value};
        frames.push_back(std::move(frame));
    }
    applyFieldConfig(frames, fieldConfigSourceFromJson(parsed("{'defaults':{'unit':'percent'}}")));
    PanelData data;
    data.type = type;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed("{'legend':{'showLegend':true,'calcs':['max']},'reduceOptions':{'calcs':['lastNotNull']}}");
    data.fromMs = 1000;
    data.toMs = 3000;
    data.timeZone = "utc";
    return data;
}

std::unique_ptr<PanelFrame> shown(const char* type)
{
    auto frame = std::make_unique<PanelFrame>();
    frame->setPanel(createPanel(type));
    frame->setTitle(QStringLiteral("Network"));
    frame->resize(500, 300);
    frame->setData(twoSeries(type));
    frame->show();
    return frame;
}

/// The first interface below `root` with that name, and the role unless it is NoRole.
QAccessibleInterface* find(QAccessibleInterface* root, const QString& name, QAccessible::Role role)
{
    for (int i = 0; root && i < root->childCount(); ++i) {
        QAccessibleInterface* child = root->child(i);
        if (child->text(QAccessible::Name) == name && (role == QAccessible::NoRole || child->role() == role))
            return child;
        if (QAccessibleInterface* below = find(child, name, role)) return below;
    }
    return nullptr;
}

}  // namespace

class AccessibleTest : public QObject {
    Q_OBJECT

private slots:
    void everyPanelHasNameRoleValueAndState_data()
    {
        QTest::addColumn<QByteArray>("type");
        for (const char* type : {"timeseries", "stat", "gauge", "bargauge", "table", "piechart", "text"})
            QTest::newRow(type) << QByteArray(type);
    }

    void everyPanelHasNameRoleValueAndState()
    {
        QFETCH(QByteArray, type);
        const auto frame = shown(type.constData());
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(frame.get());
        QVERIFY(interface);
        QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Network"));
        QCOMPARE(interface->role(), QAccessible::Grouping);
        QVERIFY(!interface->state().busy);
        if (type != "text") QVERIFY(!interface->text(QAccessible::Value).isEmpty());
        frame->setLoading(true);
        QVERIFY(interface->state().busy);
        frame->setError(QStringLiteral("timeout"));
        QVERIFY(interface->state().invalid);
        QVERIFY(interface->text(QAccessible::Value).contains(QLatin1String("timeout")));
        QAccessibleInterface* body = QAccessible::queryAccessibleInterface(frame->panel());
        QCOMPARE(body->text(QAccessible::Name), QStringLiteral("Network"));
        QCOMPARE(body->role(), type == "table" ? QAccessible::Pane : QAccessible::Chart);
    }

    void valuesAreChildren_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("value");
        QTest::newRow("timeseries") << QByteArray("timeseries") << "last 3%, min 1%, max 5%";
        QTest::newRow("stat") << QByteArray("stat") << "3%";
        QTest::newRow("gauge") << QByteArray("gauge") << "3%";
        QTest::newRow("bargauge") << QByteArray("bargauge") << "3%";
    }

    void valuesAreChildren()
    {
        QFETCH(QByteArray, type);
        QFETCH(QString, value);
        const auto frame = shown(type.constData());
        QAccessibleInterface* root = QAccessible::queryAccessibleInterface(frame->panel());
        QAccessibleInterface* child = nullptr;
        for (int i = 0; i < root->childCount(); ++i) {
            if (root->child(i)->text(QAccessible::Name) == QLatin1String("eth0")) child = root->child(i);
        }
        QVERIFY(child);
        QCOMPARE(child->text(QAccessible::Value), value);
        QCOMPARE(child->parent(), root);
        QVERIFY(root->indexOfChild(child) >= 0);
    }

    void itemsOutliveTheirWidget()
    {
        auto frame = shown("stat");
        QAccessibleInterface* root = QAccessible::queryAccessibleInterface(frame->panel());
        QVERIFY(root->childCount() == 2 && root->child(1)->isValid());
        auto empty = twoSeries("stat");
        empty.frames = std::make_shared<const std::vector<Frame>>();
        QAccessibleInterface* second = root->child(1);
        frame->setData(empty);
        QVERIFY(!second->isValid());
        QVERIFY(second->text(QAccessible::Name).isEmpty());
    }

    void legendItemsAreSwitchedByTools()
    {
        const auto frame = shown("timeseries");
        auto* panel = qobject_cast<TimeSeriesPanel*>(frame->panel());
        QAccessibleInterface* legend = QAccessible::queryAccessibleInterface(panel->legend());
        QCOMPARE(legend->role(), QAccessible::List);
        QAccessibleInterface* item = find(legend, QStringLiteral("lo"), QAccessible::ListItem);
        QVERIFY(item);
        QVERIFY(item->state().checkable && item->state().checked);
        QVERIFY(item->text(QAccessible::Value).contains(QLatin1String("6%")));
        QVERIFY(item->actionInterface());
        item->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
        QVERIFY(!item->state().checked);
        QVERIFY(panel->view()->model().series[1].hidden);
        QCOMPARE(legend->text(QAccessible::Value), QStringLiteral("1 of 2 series shown"));
    }

    void aPanelIsReadByKeys()
    {
        const auto frame = shown("timeseries");
        QVERIFY(QTest::qWaitForWindowExposed(frame.get()));
        frame->setFocus();
        QTest::keyClick(frame.get(), Qt::Key_Down, Qt::AltModifier);
        auto* reading = frame->findChild<QLabel*>(QStringLiteral("reading"));
        QVERIFY(reading && reading->isVisible());
        QCOMPARE(reading->text(), QStringLiteral("eth0: last 3%, min 1%, max 5% (1 of 2)"));
        QTest::keyClick(frame.get(), Qt::Key_Down, Qt::AltModifier);
        QVERIFY(reading->text().startsWith(QLatin1String("lo:")));
        QTest::keyClick(frame.get(), Qt::Key_Escape);
        QVERIFY(!reading->isVisible());
    }

    void legendGoesByKeys()
    {
        const auto frame = shown("timeseries");
        auto* panel = qobject_cast<TimeSeriesPanel*>(frame->panel());
        LegendView* legend = panel->legend();
        QVERIFY(QTest::qWaitForWindowActive(frame.get()));
        legend->setFocus(Qt::TabFocusReason);
        QTRY_COMPARE(legend->currentItem(), 0);
        QTest::keyClick(legend, Qt::Key_Down);
        QCOMPARE(legend->currentItem(), 1);
        QTest::keyClick(legend, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(panel->view()->model().series[1].hidden);
        QTest::keyClick(legend, Qt::Key_Home);
        QTest::keyClick(legend, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(panel->view()->model().series[0].hidden);
        QTest::keyClick(legend, Qt::Key_Return);
        QVERIFY(!panel->view()->model().series[0].hidden);
        QVERIFY(panel->view()->model().series[1].hidden);
    }

    void legendsWithColumnsAreSorted_data()
    {
        QTest::addColumn<bool>("keys");
        QTest::newRow("mouse") << false;
        QTest::newRow("keys") << true;
    }

    void legendsWithColumnsAreSorted()
    {
        QFETCH(bool, keys);
        const auto frame = shown("timeseries");
        const auto sortedBy = [](const QByteArray& how) {
            PanelData data = twoSeries("timeseries");
            const QByteArray legend = "{'legend':{'showLegend':true,'displayMode':'table','placement':'right',"
                                      "'calcs':['max']" +
                                      how + "}}";
            data.options = parsed(legend.constData());
            return data;
        };
        frame->setData(sortedBy(""));
        QVERIFY(QTest::qWaitForWindowExposed(frame.get()));
        LegendView* legend = qobject_cast<TimeSeriesPanel*>(frame->panel())->legend();
        const auto names = [legend] {
            QStringList out;
            for (const LegendItem& item : legend->items()) out += item.name;
            return out;
        };
        const QStringList up{QStringLiteral("eth0"), QStringLiteral("lo")};
        const QStringList down{QStringLiteral("lo"), QStringLiteral("eth0")};
        QCOMPARE(names(), up);
        const int before = legend->width();
        if (keys)
            QTest::keyClick(legend, Qt::Key_Left, Qt::ShiftModifier);
        else
            QTest::mouseClick(legend, Qt::LeftButton, {}, legend->itemRect(0).topLeft().toPoint() + QPoint(40, -12));
        QCOMPARE(names(), down);                // by name
        QTRY_VERIFY(legend->width() > before);  // the arrow has its room
        frame->setData(sortedBy(""));           // a refresh does not take it back
        QCOMPARE(names(), down);
        if (keys) QTest::keyClick(legend, Qt::Key_Up, Qt::ShiftModifier);
        if (keys) QCOMPARE(names(), up);
        frame->setData(sortedBy(",'sortBy':'Max','sortDesc':true"));
        QCOMPARE(names(), down);
        frame->setData(sortedBy(",'sortBy':'Max','sortDesc':false"));
        QCOMPARE(names(), up);
    }

    void aMarkAsksForAColourWhereItCanBeKept()
    {
        const auto frame = shown("timeseries");
        QVERIFY(QTest::qWaitForWindowExposed(frame.get()));
        auto* panel = qobject_cast<TimeSeriesPanel*>(frame->panel());
        LegendView* legend = panel->legend();
        const QPoint mark = legend->itemRect(1).topLeft().toPoint() + QPoint(6, 9);
        QTest::mouseClick(legend, Qt::LeftButton, {}, mark);
        QVERIFY(!panel->findChild<ColorPicker*>());
        QVERIFY(panel->view()->model().series[0].hidden);
        QTest::mouseClick(legend, Qt::LeftButton, {}, mark);
        panel->setColorsEditable(true);
        QSignalSpy chosen(panel, &PanelWidget::colorChosen);
        QTest::mouseClick(legend, Qt::LeftButton, {}, mark);
        auto* picker = panel->findChild<ColorPicker*>();
        QVERIFY(picker && picker->isVisible());
        QVERIFY(!panel->view()->model().series[0].hidden);
        QVERIFY(!picker->choose(QStringLiteral("no colour")));
        // Keys walk over the rows and columns.
        const auto focused = [] { return QApplication::focusWidget()->accessibleName(); };
        QCOMPARE(focused(), QStringLiteral("dark-red"));
        for (const auto& [key, name] :
             {std::pair(Qt::Key_Up, "dark-red"), std::pair(Qt::Key_Down, "dark-orange"),
              std::pair(Qt::Key_Right, "semi-dark-orange"), std::pair(Qt::Key_Up, "semi-dark-red")}) {
            QTest::keyClick(QApplication::focusWidget(), key);
            QCOMPARE(focused(), QLatin1String(name));
        }
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("lo"));
        QCOMPARE(chosen.first().last().toString(), QStringLiteral("semi-dark-red"));
    }

    void colorsBeginAtThePresentOne()
    {
        auto* picker = new ColorPicker(QStringLiteral("lo"), toQColor(currentVisualTheme().color("green")), nullptr);
        picker->showBelow(QRect(10, 10, 20, 20));
        auto* present = qobject_cast<QToolButton*>(picker->focusWidget());
        QVERIFY(present && present->isChecked());
        QCOMPARE(present->accessibleName(), QStringLiteral("green"));
        picker->close();
    }
};

QTEST_MAIN(AccessibleTest)
#include "accessible_test.moc"
