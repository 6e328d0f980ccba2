#include "ui/pages/dashboard_keys.h"

#include "demo_window.h"
#include "ui/panels/row_header.h"
#include "ui/panels/timeseries_panel.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr const char* kDashboard =
    "{\"title\":\"Keys\",\"uid\":\"keys\",\"schemaVersion\":42,\"time\":{\"from\":\"now-1h\",\"to\":\"now\"},"
    "\"panels\":["
    "{\"id\":1,\"type\":\"timeseries\",\"title\":\"One\",\"gridPos\":{\"x\":0,\"y\":0,\"w\":12,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\",\"legendFormat\":\"{{job}}\"}]},"
    "{\"id\":2,\"type\":\"timeseries\",\"title\":\"Two\",\"gridPos\":{\"x\":12,\"y\":0,\"w\":12,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\",\"legendFormat\":\"{{job}}\"}]}]}";

constexpr const char* kRows = R"json({
  "title": "Rows", "schemaVersion": 42, "time": {"from": "now-1h", "to": "now"},
  "templating": {"list": [
    {"name": "job", "type": "query", "query": "label_values(demo, job)", "multi": true, "includeAll": true,
     "refresh": 1, "current": {"text": ["a", "c"], "value": ["a", "c"]}},
    {"name": "where", "type": "constant", "query": "here"}]},
  "panels": [{"id": 9, "type": "row", "title": "$job $where", "repeat": "job", "collapsed": true,
              "panels": [{"id": 2, "type": "stat", "title": "S", "gridPos": {"x": 0, "y": 1, "w": 6, "h": 4}}],
              "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}}]})json";

}  // namespace

class DashboardKeysTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DemoWindow> m_demo;

    LegendView* legend(const std::string& key)
    {
        auto* panel = qobject_cast<TimeSeriesPanel*>(m_demo->view().panelWidget(key));
        return panel ? panel->legend() : nullptr;
    }

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init()
    {
        m_demo = std::make_unique<DemoWindow>();
        QVERIFY(m_demo->open(kDashboard));
    }
    void cleanup() { m_demo.reset(); }

    void pLShowsAndHidesTheLegend()
    {
        m_demo->pointAt("1");
        QVERIFY(legend("1")->isVisible());
        m_demo->press(Qt::Key_P, Qt::Key_L);
        QTRY_VERIFY(!legend("1")->isVisible());
        m_demo->press(Qt::Key_P, Qt::Key_L);
        QTRY_VERIFY(legend("1")->isVisible());
    }

    void rowsNameWhatTheyRepeat()
    {
        m_demo = std::make_unique<DemoWindow>();
        QVERIFY(m_demo->open(kRows));
        const auto names = [this] {
            QStringList all;
            for (const RowHeader* row : m_demo->page().findChildren<RowHeader*>()) all += row->accessibleName();
            all.sort();
            return all;
        };
        QTRY_COMPARE(names(), (QStringList{QStringLiteral("Row a here"), QStringLiteral("Row c here")}));
    }

    void dOGoesThroughTheCrosshairs()
    {
        m_demo->view().setFocus();
        const auto before = m_demo->view().crosshair();
        m_demo->press(Qt::Key_D, Qt::Key_O);
        QTRY_COMPARE(m_demo->view().crosshair(), (before + 1) % 3);
        m_demo->press(Qt::Key_D, Qt::Key_O);
        m_demo->press(Qt::Key_D, Qt::Key_O);
        QTRY_COMPARE(m_demo->view().crosshair(), before);
    }

    void lettersBelongToTheBoxThatIsTypedInto()
    {
        auto* box = new QComboBox(&m_demo->page());
        box->addItems({QStringLiteral("alpha"), QStringLiteral("violin")});
        box->show();
        box->setFocus();
        QVERIFY(box->hasFocus());
        QTest::keyClick(box, Qt::Key_V);
        QVERIFY(m_demo->view().solo().empty());
        QCOMPARE(box->currentText(), QStringLiteral("violin"));
        // With the focus on a panel the same key is the shortcut.
        m_demo->pointAt("1");
        m_demo->press(Qt::Key_V);
        QTRY_VERIFY(!m_demo->view().solo().empty());
    }

    void escapeLeavesAFieldBeforeThePanel()
    {
        m_demo->pointAt("1");
        m_demo->press(Qt::Key_V);
        QTRY_VERIFY(!m_demo->view().solo().empty());
        auto* field = new QLineEdit(&m_demo->page());
        field->show();
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->hasFocus());
        QVERIFY(!m_demo->view().solo().empty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(m_demo->view().solo().empty());
    }

    void escapeBelongsToWhatWantsIt()
    {
        m_demo->pointAt("1");
        m_demo->press(Qt::Key_V);
        QTRY_VERIFY(!m_demo->view().solo().empty());
        PanelFrame* frame = m_demo->view().panelFrame("1");
        frame->setFocus();
        QTest::keyClick(frame, Qt::Key_Down, Qt::AltModifier);  // reads its values
        QTest::keyClick(frame, Qt::Key_Escape);
        QVERIFY(!m_demo->view().solo().empty());
        QTest::keyClick(frame, Qt::Key_Escape);
        QVERIFY(m_demo->view().solo().empty());
    }
};

QTEST_MAIN(DashboardKeysTest)
#include "dashboard_keys_test.moc"
