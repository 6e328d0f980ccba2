#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include "ui/panels/alert_list_panel.h"
#include "ui/panels/anno_list_panel.h"
#include "ui/panels/dash_list_panel.h"
#include "ui/panels/note_panel.h"
#include "ui/panels/panel_factory.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;
constexpr std::int64_t kMinute = 60'000;

/// Reads JSON that is written with ' for " (moc 6.4 loses its way in raw strings).
json::Value parsed(const QByteArray& text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

std::vector<ListedDashboard> dashboards()
{
    return {{"n", "Node", "/d/node.json", "linux", {"linux", "host"}, false, 1},
            {"a", "api overview", "/d/api.json", "web", {"web"}, true, 0},
            {"d", "Disks", "/d/disks.json", "linux", {"linux"}, true, -1},
            {"z", "Zones", "/d/zones.json", "web", {"web", "dns"}, false, 2}};
}

rules::Alert alert(const Labels& labels, rules::AlertState state, std::int64_t sinceMs)
{
    rules::Alert one;
    one.labels = labels;
    one.state = state;
    one.activeAtMs = sinceMs;
    return one;
}

rules::RuleStatus rule(const std::string& name, rules::AlertState state, std::vector<rules::Alert> alerts = {})
{
    rules::RuleStatus status;
    status.spec.alerting = true;
    status.spec.name = name;
    status.state = state;
    status.alerts = std::move(alerts);
    return status;
}

std::vector<rules::GroupStatus> alertGroups()
{
    using rules::AlertState;
    rules::GroupStatus hosts;
    hosts.name = "hosts";
    hosts.file = "hosts.yml";
    hosts.rules = {rule("DiskFull", AlertState::Firing,
                        {alert({{"alertname", "DiskFull"}, {"host", "b"}, {"severity", "page"}}, AlertState::Firing,
                               kNow - 90 * kMinute),
                         alert({{"alertname", "DiskFull"}, {"host", "a"}, {"severity", "page"}}, AlertState::Pending,
                               kNow - kMinute)}),
                   rule("CpuHigh", AlertState::Pending,
                        {alert({{"alertname", "CpuHigh"}, {"host", "a"}}, AlertState::Pending, kNow - 2 * kMinute)}),
                   rule("Quiet", AlertState::Inactive)};
    rules::RuleStatus recording;
    recording.spec.name = "job:up:sum";
    hosts.rules.push_back(recording);
    rules::GroupStatus web;
    web.name = "web";
    web.file = "web.yml";
    rules::Alert resolved = alert({{"alertname", "Slow"}, {"host", "c"}}, AlertState::Inactive, kNow - 9 * kMinute);
    resolved.resolvedAtMs = kNow - kMinute;
    web.rules = {rule(
        "Slow", AlertState::Firing,
        {alert({{"alertname", "Slow"}, {"host", "c"}, {"severity", "ticket"}}, AlertState::Firing, kNow - 3 * kMinute),
         resolved})};
    return {hosts, web};
}

PanelData listData(const std::string& type, const QByteArray& options)
{
    PanelData data;
    data.type = type;
    data.options = parsed(options);
    data.nowMs = kNow;
    data.fromMs = kNow - 60 * kMinute;
    data.toMs = kNow;
    data.timeZone = "utc";
    data.lists = std::make_shared<const ProgramLists>(ProgramLists{dashboards, alertGroups});
    data.home = "here";
    data.listed = {{2, kNow - 10 * kMinute, kNow - 5 * kMinute, "here", 7, "second\nline", {"prod", "web"}, "ann"},
                   {1, kNow - 30 * kMinute, kNow - 30 * kMinute, "there", 3, "first", {"prod"}},
                   {3, kNow - 90 * kMinute, kNow - 90 * kMinute, "", 0, "", {"dev"}}};
    return data;
}

QStringList titles(const RowList& list)
{
    QStringList out;
    for (const ListRow& row : list.rows()) out += row.title;
    return out;
}

}  // namespace

class ListsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void dashboardsAreListed_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("starred by title")
            << QByteArray("{}") << QStringList{"Starred dashboards", "api overview", "Disks"};
        QTest::newRow("recent as opened") << QByteArray("{'showStarred':false,'showRecentlyViewed':true}")
                                          << QStringList{"Recently viewed dashboards", "api overview", "Node", "Zones"};
        QTest::newRow("search all, no headings")
            << QByteArray("{'showStarred':false,'showSearch':true,'showHeadings':false}")
            << QStringList{"api overview", "Disks", "Node", "Zones"};
        QTest::newRow("by query") << QByteArray(
                                         "{'showStarred':false,'showSearch':true,'showHeadings':false,'query':'O'}")
                                  << QStringList{"api overview", "Node", "Zones"};
        QTest::newRow("by all tags")
            << QByteArray("{'showStarred':false,'showSearch':true,'showHeadings':false,'tags':['linux','host']}")
            << QStringList{"Node"};
        QTest::newRow("by folder")
            << QByteArray("{'showStarred':false,'showSearch':true,'showHeadings':false,'folderUID':'web'}")
            << QStringList{"api overview", "Zones"};
        QTest::newRow("at most") << QByteArray(
                                        "{'showStarred':false,'showSearch':true,'showHeadings':false,'maxItems':2}")
                                 << QStringList{"api overview", "Disks"};
        QTest::newRow("nothing found") << QByteArray("{'showStarred':false,'showSearch':true,'query':'xyz'}")
                                       << QStringList{"Search", "No dashboard matches"};
    }

    void dashboardsAreListed()
    {
        QFETCH(QByteArray, options);
        DashListPanel panel;
        panel.resize(300, 200);
        panel.setData(listData("dashlist", options));
        QTEST(titles(*panel.list()), "expected");
    }

    void dashboardsOpen()
    {
        DashListPanel panel;
        panel.resize(300, 200);
        panel.show();
        QSignalSpy opened(&panel, &PanelWidget::dashboardRequested);
        QSignalSpy followed(&panel, &PanelWidget::linkActivated);
        panel.setData(listData("dashlist", "{}"));
        QTest::mouseClick(panel.list()->viewport(), Qt::LeftButton, {}, panel.list()->rowRect(2).center().toPoint());
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("/d/disks.json"));
        // Headings are no targets.
        QTest::mouseClick(panel.list()->viewport(), Qt::LeftButton, {}, panel.list()->rowRect(0).center().toPoint());
        QCOMPARE(opened.count(), 1);
        PanelData data = listData("dashlist", "{'keepTime':true,'includeVars':true}");
        data.replace = [](const std::string& text, const DataPoint&) {
            return text == "?${__url_time_range}&${__all_variables}" ? std::string("?from=1&to=2&var-x=y") : text;
        };
        panel.setData(data);
        QTest::keyClick(panel.list(), Qt::Key_Home);
        QTest::keyClick(panel.list(), Qt::Key_Return);
        QCOMPARE(followed.count(), 1);
        QCOMPARE(followed[0][0].toUrl(), QUrl(QStringLiteral("/d/a?from=1&to=2&var-x=y")));
    }

    void alertsAreFilteredAndSorted_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("as Grafana has it")
            << QByteArray("{}") << QStringList{"CpuHigh 1+0", "DiskFull 2+0", "Slow 1+0"};
        QTest::newRow("names down") << QByteArray("{'sortOrder':2}")
                                    << QStringList{"Slow 1+0", "DiskFull 2+0", "CpuHigh 1+0"};
        QTest::newRow("importance") << QByteArray("{'sortOrder':3}")
                                    << QStringList{"DiskFull 2+0", "Slow 1+0", "CpuHigh 1+0"};
        QTest::newRow("oldest first") << QByteArray("{'sortOrder':4}")
                                      << QStringList{"DiskFull 2+0", "Slow 1+0", "CpuHigh 1+0"};
        QTest::newRow("newest first") << QByteArray("{'sortOrder':5}")
                                      << QStringList{"CpuHigh 1+0", "Slow 1+0", "DiskFull 2+0"};
        QTest::newRow("firing only") << QByteArray("{'stateFilter':{'firing':true,'pending':false}}")
                                     << QStringList{"DiskFull 1+1", "Slow 1+0"};
        QTest::newRow("pending only") << QByteArray("{'stateFilter':{'firing':false,'pending':true}}")
                                      << QStringList{"CpuHigh 1+0"};
        QTest::newRow("normal too") << QByteArray("{'stateFilter':{'normal':true},'showInactiveAlerts':true}")
                                    << QStringList{"CpuHigh 1+0", "DiskFull 2+0", "Quiet 0+0", "Slow 1+0"};
        QTest::newRow("normal has no instances")
            << QByteArray("{'stateFilter':{'normal':true}}") << QStringList{"CpuHigh 1+0", "DiskFull 2+0", "Slow 1+0"};
        QTest::newRow("name") << QByteArray("{'alertName':'disk'}") << QStringList{"DiskFull 2+0"};
        QTest::newRow("labels") << QByteArray("{'alertInstanceLabelFilter':'{host=\\'a\\'}'}").replace("\\'", "\\\"")
                                << QStringList{"CpuHigh 1+0", "DiskFull 1+0"};
        QTest::newRow("labels without braces")
            << QByteArray("{'alertInstanceLabelFilter':'severity=~`.*et`'}") << QStringList{"Slow 1+0"};
        QTest::newRow("labels that match all") << QByteArray("{'alertInstanceLabelFilter':'{host=~`.*`}'}")
                                               << QStringList{"CpuHigh 1+0", "DiskFull 2+0", "Slow 1+0"};
        QTest::newRow("folder") << QByteArray("{'folder':{'uid':'x','title':'web'}}") << QStringList{"Slow 1+0"};
    }

    void alertsAreFilteredAndSorted()
    {
        QFETCH(QByteArray, options);
        const auto found = alertListRules(alertGroups(), parsed(options), replaceDataPoint);
        QVERIFY2(found.has_value(), found ? "" : found.error().message.c_str());
        QStringList got;
        for (const AlertListRule& one : *found) {
            got += QStringLiteral("%1 %2+%3")
                       .arg(QString::fromStdString(one.name))
                       .arg(one.instances.size())
                       .arg(one.leftOut);
        }
        QTEST(got, "expected");
    }

    void alertsAreGroupedByLabels()
    {
        AlertListPanel panel;
        panel.resize(400, 300);
        panel.setData(listData("alertlist", "{'groupMode':'custom','groupBy':['severity']}"));
        QStringList groups;
        for (const ListRow& row : panel.list()->rows()) {
            if (row.boxed) groups += row.title + row.chips.join(QLatin1Char(',')) + QLatin1Char(' ') + row.trailing;
        }
        QCOMPARE(groups,
                 (QStringList{"severity=page 2 instances", "severity=ticket 1 instance", "No grouping 1 instance"}));
    }

    void alertsUnfoldAndLeadToTheirPage()
    {
        AlertListPanel panel;
        panel.resize(500, 400);
        panel.show();
        qRegisterMetaType<Labels>();
        QSignalSpy wanted(&panel, &PanelWidget::alertRequested);
        panel.setData(listData("alertlist", "{'alertName':'DiskFull'}"));
        QCOMPARE(panel.list()->rows().size(), std::size_t{2});
        QCOMPARE(panel.list()->rows()[0].detail, QStringLiteral("Firing for 1h 30m"));
        QTest::mouseClick(panel.list()->viewport(), Qt::LeftButton, {}, panel.list()->rowRect(1).center().toPoint());
        QCOMPARE(panel.list()->rows().size(), std::size_t{4});
        QTest::mouseClick(panel.list()->viewport(), Qt::LeftButton, {}, panel.list()->rowRect(2).center().toPoint());
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<Labels>(),
                 (Labels{{"alertname", "DiskFull"}, {"host", "a"}, {"severity", "page"}}));
        // A refresh leaves open what was opened.
        panel.setData(listData("alertlist", "{'alertName':'DiskFull'}"));
        QCOMPARE(panel.list()->rows().size(), std::size_t{4});
    }

    void alertsAsANumber()
    {
        AlertListPanel panel;
        panel.resize(200, 120);
        panel.setData(listData("alertlist", "{'viewMode':'stat'}"));
        QCOMPARE(panel.summary(), QStringLiteral("3 alerts"));
        QVERIFY(panel.list()->isHidden());
    }

    void badLabelFilterIsSaid()
    {
        AlertListPanel panel;
        panel.resize(300, 100);
        panel.setData(listData("alertlist", "{'alertInstanceLabelFilter':'{host='}"));
        QVERIFY(panel.summary().contains(QStringLiteral("filter of labels")));
    }

    void annotationsAreListed_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("all that is known")
            << QByteArray("{}")
            << QStringList{"second line|by ann|2023-11-14 22:03:20|prod web", "first||2023-11-14 21:43:20|prod",
                           "||2023-11-14 20:43:20|dev"};
        QTest::newRow("as little as possible") << QByteArray("{'showUser':false,'showTime':false,'showTags':false}")
                                               << QStringList{"second line|||", "first|||", "|||"};
    }

    void annotationsAreListed()
    {
        QFETCH(QByteArray, options);
        AnnoListPanel panel;
        panel.resize(300, 200);
        panel.setData(listData("annolist", options));
        QStringList shown;
        for (const ListRow& row : panel.list()->rows())
            shown += QStringList{row.title, row.detail, row.trailing, row.chips.join(u' ')}.join(u'|');
        QTEST(shown, "expected");
    }

    void annotationsLeadToTheirTime_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<qlonglong>("from");
        QTest::addColumn<qlonglong>("panel");
        QTest::addColumn<QString>("link");
        const qlonglong second = kNow - 70 * kMinute;
        const qlonglong none = -1;
        QTest::newRow("here") << 0 << QByteArray() << second << qlonglong{7} << QString();
        QTest::newRow("not to its panel") << 0 << QByteArray(",'navigateToPanel':false") << second << none << QString();
        QTest::newRow("no panel") << 2 << QByteArray() << qlonglong{kNow - 150 * kMinute} << none << QString();
        QTest::newRow("there")
            << 1 << QByteArray() << none << none
            << QStringLiteral("/d/there?from=%1&to=%2&viewPanel=3").arg(kNow - 90 * kMinute).arg(kNow - 25 * kMinute);
    }

    void annotationsLeadToTheirTime()
    {
        QFETCH(int, row);
        QFETCH(QByteArray, more);
        AnnoListPanel panel;
        panel.resize(300, 200);
        panel.show();
        QSignalSpy zoomed(&panel, &PanelWidget::zoomRequested);
        QSignalSpy shown(&panel, &PanelWidget::panelRequested);
        QSignalSpy followed(&panel, &PanelWidget::linkActivated);
        panel.setData(listData("annolist", "{'navigateBefore':'1h','navigateAfter':'5m'" + more + "}"));
        QTest::mouseClick(panel.list()->viewport(), Qt::LeftButton, {},
                          panel.list()->rowRect(static_cast<std::size_t>(row)).center().toPoint());
        QTEST(zoomed.isEmpty() ? -1 : zoomed[0][0].toLongLong(), "from");
        QTEST(shown.isEmpty() ? -1 : shown[0][0].toLongLong(), "panel");
        QTEST(followed.isEmpty() ? QString() : followed[0][0].toUrl().toString(), "link");
    }

    void newsAreNotFetched()
    {
        NotePanel panel;
        panel.resize(400, 200);
        panel.show();
        QSignalSpy followed(&panel, &PanelWidget::linkActivated);
        panel.setData(listData("news", "{'feedUrl':'https://example.org/feed.xml'}"));
        QCOMPARE(panel.address(), QStringLiteral("https://example.org/feed.xml"));
        QTest::keyClick(&panel, Qt::Key_Return);
        QCOMPARE(followed.count(), 1);
        panel.setData(listData("news", "{'feedUrl':'javascript:alert(1)'}"));
        QTest::keyClick(&panel, Qt::Key_Return);
        QCOMPARE(followed.count(), 1);
        panel.setData(listData("welcome", "{}"));
        QVERIFY(panel.address().isEmpty());
    }

    void everySizeIsSurvived()
    {
        for (const char* type :
             {"dashlist", "alertlist", "annolist", "news", "welcome", "gettingstarted", "pluginlist"}) {
            QVERIFY(isPanelTypeSupported(type));
            for (const ThemeKind theme : {ThemeKind::Light, ThemeKind::Dark}) {
                applyTheme(*qApp, theme);
                for (const QSize size : {QSize(1, 1), QSize(1, 200), QSize(200, 1), QSize(21, 60), QSize(320, 180)}) {
                    for (const char* options : {"{}", "{'viewMode':'stat','showInstances':true,'showSearch':true}"}) {
                        RenderRequest request;
                        request.type = type;
                        request.size = size;
                        QCOMPARE(renderPanel(request, listData(type, options)).size(), size);
                        QCOMPARE(renderPanel(request, PanelData()).size(), size);
                    }
                }
            }
        }
    }
};

QTEST_MAIN(ListsTest)
#include "lists_test.moc"
