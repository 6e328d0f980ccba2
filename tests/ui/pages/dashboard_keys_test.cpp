#include "ui/pages/dashboard_keys.h"

#include "demo_window.h"
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
};

QTEST_MAIN(DashboardKeysTest)
#include "dashboard_keys_test.moc"
