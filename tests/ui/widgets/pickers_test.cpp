#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "ui/dashboard/dashboard.h"
#include "ui/theme/theme.h"
#include "ui/theme/time_zone.h"
#include "ui/widgets/controls_bar.h"
#include "ui/widgets/range_calendar.h"
#include "ui/widgets/recent_ranges.h"
#include "ui/widgets/refresh_picker.h"
#include "ui/widgets/time_picker.h"
#include "ui/widgets/time_zone_row.h"
#include "ui/widgets/variable_bar.h"
#include "ui/widgets/variable_picker.h"

using namespace watchglass::ui;

namespace {

Variable fruit(bool multi, bool includeAll)
{
    Variable out;
    out.name = "fruit";
    out.type = VariableType::Custom;
    out.multi = multi;
    out.includeAll = includeAll;
    out.options = {{"Apple", "a"}, {"Banana", "b"}, {"Cherry", "c"}};
    out.selected = {{"Apple", "a"}};
    return out;
}

/// The popup that a picker has opened, or null.
QWidget* popupOf(QWidget& picker)
{
    for (QWidget* child : picker.findChildren<QWidget*>()) {
        if (child->windowType() == Qt::Popup && child->isVisible()) return child;
    }
    return nullptr;
}

TimeContext may2024()
{
    TimeContext context;
    context.nowMs = 1'715'776'496'789;
    context.timeZone = "utc";
    return context;
}

}  // namespace

class PickersTest : public QObject {
    Q_OBJECT

private:
    std::vector<std::vector<std::string>> m_chosen;
    std::vector<TimeRangeText> m_ranges;

    std::unique_ptr<VariablePicker> variablePicker(const Variable& variable)
    {
        auto picker = std::make_unique<VariablePicker>();
        picker->setVariable(variable);
        connect(picker.get(), &VariablePicker::chosen, this,
                [this](const std::vector<std::string>& values) { m_chosen.push_back(values); });
        picker->show();
        QTest::mouseClick(picker.get(), Qt::LeftButton);
        return picker;
    }

    std::unique_ptr<TimePicker> timePicker()
    {
        auto picker = std::make_unique<TimePicker>();
        picker->setRange(*resolveTimeRange({"now-6h", "now"}, may2024()), may2024());
        connect(picker.get(), &TimePicker::rangeChosen, this,
                [this](const TimeRangeText& range) { m_ranges.push_back(range); });
        picker->show();
        QTest::mouseClick(picker.get(), Qt::LeftButton);
        return picker;
    }

private slots:
    void init()
    {
        m_chosen.clear();
        m_ranges.clear();
    }

    void rangesOfTheDashboardAreOfferedInstead()
    {
        TimePicker picker;
        picker.setOffered({{"This shift", {"now-6h", "now"}}, {"Nine minutes", {"now-9m", "now"}}});
        picker.setRange(*resolveTimeRange({"now-6h", "now"}, may2024()), may2024());
        QCOMPARE(picker.text().trimmed(), QStringLiteral("This shift"));
        connect(&picker, &TimePicker::rangeChosen, this,
                [this](const TimeRangeText& range) { m_ranges.push_back(range); });
        picker.show();
        QTest::mouseClick(&picker, Qt::LeftButton);
        QListWidget* list = nullptr;
        for (QListWidget* one : popupOf(picker)->findChildren<QListWidget*>()) {
            if (one->objectName() != QLatin1String("recent")) list = one;
        }
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->currentRow(), 0);
        list->setCurrentRow(1);
        Q_EMIT list->itemActivated(list->currentItem());
        QCOMPARE(m_ranges.size(), std::size_t{1});
        QCOMPARE(m_ranges[0].from, std::string("now-9m"));
        picker.setOffered({});
        QCOMPARE(picker.text().trimmed(), QStringLiteral("Last 6 hours"));
    }

    void intervalsOfTheDashboardAreOfferedInstead()
    {
        RefreshPicker picker;
        picker.setInterval(7000);
        picker.setIntervals({7000, 60'000});
        const auto texts = [&picker] {
            QStringList out;
            for (const QAction* action : picker.findChild<QMenu*>()->actions()) out << action->text();
            return out;
        };
        QCOMPARE(texts(), (QStringList{"Off", "7s", "1m"}));
        picker.setIntervals({});
        QCOMPARE(texts().size(), 11);
    }

    void absoluteRangesAreOfferedAgain()
    {
        RecentRanges::instance().restore({});
        {
            const auto picker = timePicker();
            QVERIFY(popupOf(*picker)->findChild<QListWidget*>(QStringLiteral("recent"))->isHidden());
            const auto fields = popupOf(*picker)->findChildren<QLineEdit*>();
            fields[0]->setText(QStringLiteral("2024-05-01 12:00:00"));
            fields[1]->setText(QStringLiteral("2024-05-01 13:30:00"));
            QTest::keyClick(fields[1], Qt::Key_Return);
            QCOMPARE(m_ranges.size(), std::size_t{1});
        }
        const auto picker = timePicker();
        auto* recent = popupOf(*picker)->findChild<QListWidget*>(QStringLiteral("recent"));
        QCOMPARE(recent->count(), 1);
        QCOMPARE(recent->item(0)->text(), QStringLiteral("2024-05-01 12:00:00 to 2024-05-01 13:30:00"));
        QTest::mouseClick(recent->viewport(), Qt::LeftButton, {}, recent->visualItemRect(recent->item(0)).center());
        QCOMPARE(m_ranges.size(), std::size_t{2});
        QCOMPARE(resolveTimeRange(m_ranges[1], may2024())->fromMs, std::int64_t{1'714'564'800'000});
        QVERIFY(!popupOf(*picker));
    }

    void daysAreChosenInTheCalendar()
    {
        const auto picker = timePicker();
        QWidget* popup = popupOf(*picker);
        const auto fields = popup->findChildren<QLineEdit*>();
        QToolButton* button = nullptr;
        for (auto* one : popup->findChildren<QToolButton*>()) {
            if (one->accessibleName().contains(QStringLiteral("days: From"))) button = one;
        }
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        auto* calendar = popup->findChild<RangeCalendar*>();
        QVERIFY(calendar && calendar->isVisible());
        QCOMPARE(calendar->monthShown(), 5);
        QCOMPARE(calendar->yearShown(), 2024);
        auto* days = calendar->findChild<QTableView*>();
        QVERIFY(days);
        calendar->setSelectedDate(QDate(2024, 5, 9));
        QTest::keyClick(days, Qt::Key_Return);
        QCOMPARE(fields[0]->text(), QStringLiteral("2024-05-09 00:00:00"));
        QCOMPARE(fields[1]->text(), QStringLiteral("2024-05-09 23:59:59"));
        QVERIFY(calendar->isVisible());
        // The second day may be the earlier one.
        QTest::keyClick(days, Qt::Key_Up);
        QTest::keyClick(days, Qt::Key_Space);
        QCOMPARE(fields[0]->text(), QStringLiteral("2024-05-02 00:00:00"));
        QCOMPARE(fields[1]->text(), QStringLiteral("2024-05-09 23:59:59"));
        QVERIFY(!calendar->isVisible());
        QTest::keyClick(fields[1], Qt::Key_Return);
        QCOMPARE(m_ranges.size(), std::size_t{1});
        QCOMPARE(resolveTimeRange(m_ranges[0], may2024())->fromMs, std::int64_t{1'714'608'000'000});
    }

    void theMonthIsReadInBothThemes()
    {
        for (const ThemeKind theme : {ThemeKind::Dark, ThemeKind::Light}) {
            applyTheme(*qApp, theme);
            QWidget window;
            RangeCalendar calendar(&window);
            calendar.setRange(QDate(2024, 5, 1), QDate(2024, 5, 9));
            window.show();
            auto* month = calendar.findChild<QToolButton*>(QStringLiteral("qt_calendar_monthbutton"));
            QVERIFY(month);
            const QImage image = calendar.grab(QRect(month->mapTo(&calendar, QPoint()), month->size())).toImage();
            const int ground = qGray(image.pixel(0, 0));
            int read = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    read += std::abs(qGray(image.pixel(x, y)) - ground) > 120 ? 1 : 0;
            }
            QVERIFY2(read > 20, QByteArray::number(read));
        }
        applyTheme(*qApp, ThemeKind::Dark);
    }

    void aRangeIsCopiedAndPasted()
    {
        const auto picker = timePicker();
        QWidget* popup = popupOf(*picker);
        const auto click = [&](const char* name) {
            for (auto* one : popup->findChildren<QToolButton*>()) {
                if (one->accessibleName() == QLatin1String(name)) QTest::mouseClick(one, Qt::LeftButton);
            }
        };
        click("Copy time range");
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("{\"from\":\"now-6h\",\"to\":\"now\"}"));
        QApplication::clipboard()->setText(QStringLiteral("rate(x[5m])"));
        click("Paste time range");
        QCOMPARE(m_ranges.size(), std::size_t{0});
        QApplication::clipboard()->setText(QStringLiteral("{\"from\": 1714564800000, \"to\": \"now-1h\"}"));
        click("Paste time range");
        QCOMPARE(m_ranges.size(), std::size_t{1});
        QCOMPARE(m_ranges[0].from, std::string("1714564800000"));
    }

    void theZoneIsShownAndChanged()
    {
        const auto picker = timePicker();
        QVERIFY(picker->accessibleName().endsWith(QStringLiteral(", UTC")));
        std::vector<std::string> zones;
        connect(picker.get(), &TimePicker::zoneChosen, this, [&](const std::string& zone) { zones.push_back(zone); });
        auto* row = popupOf(*picker)->findChild<TimeZoneRow*>();
        auto* list = row->findChild<QComboBox*>();
        QVERIFY(list->isHidden());
        QTest::mouseClick(row->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(list->isVisible());
        QCOMPARE(list->currentData().toString(), QStringLiteral("utc"));
        const int tokyo = list->findData(QStringLiteral("Asia/Tokyo"));
        QVERIFY(tokyo > 0);
        list->setCurrentIndex(tokyo);
        Q_EMIT list->activated(tokyo);
        QCOMPARE(zones, std::vector<std::string>{"Asia/Tokyo"});
        QVERIFY(!popupOf(*picker));
        TimeContext context = may2024();
        context.timeZone = "Asia/Tokyo";
        picker->setRange(*resolveTimeRange({"now-6h", "now"}, context), context);
        QVERIFY(picker->accessibleName().endsWith(QStringLiteral(", JST")));
        QCOMPARE(offsetText(timeZoneOf("Asia/Tokyo"), 0), QStringLiteral("UTC+09:00"));
        QCOMPARE(offsetText(timeZoneOf("America/St_Johns"), 1'705'000'000'000), QStringLiteral("UTC-03:30"));
        QCOMPARE(offsetText(timeZoneOf("UTC"), 0), QStringLiteral("UTC+00:00"));
    }

    void fourRangesAreRememberedAndKept()
    {
        RecentRanges& recent = RecentRanges::instance();
        recent.restore({QStringLiteral("nonsense"), QStringLiteral("5 2"), QStringLiteral("1000 2000")});
        QCOMPARE(recent.ranges().size(), std::size_t{1});
        for (const int from : {3, 4, 5, 4}) recent.add(absoluteRange(from * 1000, 9000));
        recent.add(*resolveTimeRange({"now-1h", "now"}, may2024()));
        const QStringList kept{QStringLiteral("4000 9000"), QStringLiteral("5000 9000"), QStringLiteral("3000 9000"),
                               QStringLiteral("1000 2000")};
        QCOMPARE(recent.saved(), kept);
        recent.add(absoluteRange(1, 2));
        QCOMPARE(recent.saved().size(), 4);
        QCOMPARE(recent.saved().constFirst(), QStringLiteral("1 2"));
    }

    void aSingleValueByKeyboard()
    {
        const auto picker = variablePicker(fruit(false, false));
        QWidget* popup = popupOf(*picker);
        QVERIFY(popup);
        auto* search = popup->findChild<QLineEdit*>();
        QTest::keyClicks(search, QStringLiteral("an"));
        QCOMPARE(popup->findChild<QListView*>()->model()->rowCount(), 1);
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_chosen.size(), std::size_t{1});
        QCOMPARE(m_chosen[0], std::vector<std::string>{"b"});
        QVERIFY(!popupOf(*picker));
    }

    void aSingleValueByMouse()
    {
        const auto picker = variablePicker(fruit(false, false));
        auto* list = popupOf(*picker)->findChild<QListView*>();
        const QRect row = list->visualRect(list->model()->index(2, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(m_chosen.size(), std::size_t{1});
        QCOMPARE(m_chosen[0], std::vector<std::string>{"c"});
    }

    void severalAreTakenWhenThePopupCloses()
    {
        const auto picker = variablePicker(fruit(true, true));
        QWidget* popup = popupOf(*picker);
        auto* list = popup->findChild<QListView*>();
        QCOMPARE(list->model()->rowCount(), 4);  // with All
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(3, 0)).center());
        QVERIFY(m_chosen.empty());
        QTest::keyClick(popup->findChild<QLineEdit*>(), Qt::Key_Escape);
        QCOMPARE(m_chosen.size(), std::size_t{1});
        QCOMPARE(m_chosen[0], (std::vector<std::string>{"a", "c"}));
    }

    /// The times are for people: a test does not fail on them.
    void manyValuesAreSearchedWithoutAPause()
    {
        Variable many = fruit(true, true);
        constexpr int kValues = 50'000;
        many.options.clear();
        for (int i = 0; i < kValues; ++i) {
            const std::string value = "instance-" + std::to_string(i) + ".example.org:9100";
            many.options.push_back({value, value});
        }
        many.selected = many.options;  // the worst: each of them is looked for
        QElapsedTimer clock;
        clock.start();
        const auto picker = variablePicker(many);
        QWidget* popup = popupOf(*picker);
        auto* list = popup->findChild<QListView*>();
        QCOMPARE(list->model()->rowCount(), kValues + 1);
        const qint64 opened = clock.restart();
        auto* search = popup->findChild<QLineEdit*>();
        QTest::keyClicks(search, QStringLiteral("4999"));
        QCOMPARE(list->model()->rowCount(), 15);
        qInfo("50,000 values: open %lld ms, four letters %lld ms", opened, clock.restart());
        QTest::keyClick(search, Qt::Key_Return);  // takes the first one out
        popup->hide();
        QCOMPARE(m_chosen.size(), std::size_t{1});
        QCOMPARE(m_chosen[0].size(), std::size_t{kValues - 1});
    }

    void allStandsAlone()
    {
        const auto picker = variablePicker(fruit(true, true));
        QWidget* popup = popupOf(*picker);
        auto* list = popup->findChild<QListView*>();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        popup->hide();
        QCOMPARE(m_chosen.size(), std::size_t{1});
        QCOMPARE(m_chosen[0], std::vector<std::string>{std::string(kAllValue)});
    }

    void whatIsTypedCanBeChosen_data()
    {
        QTest::addColumn<bool>("multi");
        QTest::addColumn<bool>("allowed");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("offered");
        QTest::addColumn<QStringList>("chosen");
        QTest::newRow("one") << false << true << "Fig"
                             << "Use custom value: Fig" << QStringList{"Fig"};
        QTest::newRow("several") << true << true << "Fig"
                                 << "Use custom value: Fig" << QStringList{"Fig", "a"};
        QTest::newRow("not here") << false << false << "Fig"
                                  << "" << QStringList{};
        QTest::newRow("an option") << false << true << "Banana"
                                   << "" << QStringList{"b"};
        QTest::newRow("a part of one") << false << true << "an"
                                       << "Use custom value: an" << QStringList{"b"};
    }

    void whatIsTypedCanBeChosen()
    {
        QFETCH(bool, multi);
        QFETCH(bool, allowed);
        QFETCH(QString, typed);
        QFETCH(QString, offered);
        QFETCH(QStringList, chosen);
        Variable variable = fruit(multi, multi);
        variable.allowCustomValue = allowed;
        const auto picker = variablePicker(variable);
        QWidget* popup = popupOf(*picker);
        auto* search = popup->findChild<QLineEdit*>();
        QTest::keyClicks(search, typed);
        QString seen;
        for (const QPushButton* button : popup->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text().startsWith(QLatin1String("Use"))) seen = button->text();
        }
        QCOMPARE(seen, offered);
        const auto* nothing = popup->findChild<QLabel*>();
        QCOMPARE(nothing->isVisible(), !allowed);
        QTest::keyClick(search, Qt::Key_Return);  // what is found comes first
        popup->hide();
        QStringList got;
        for (const auto& values : m_chosen) {
            for (const std::string& value : values) got += QString::fromStdString(value);
        }
        QCOMPARE(got, chosen);
    }

    void whatWasTypedStaysInTheList()
    {
        Variable variable = fruit(true, true);
        variable.selected = {{"Apple", "a"}, {"Fig", "Fig"}};
        const auto picker = variablePicker(variable);
        QWidget* popup = popupOf(*picker);
        auto* list = popup->findChild<QListView*>();
        QCOMPARE(list->model()->rowCount(), 5);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(4, 0)).center());
        popup->hide();
        QCOMPARE(m_chosen.size(), std::size_t{1});
        QCOMPARE(m_chosen[0], (std::vector<std::string>{"Fig", "a", "c"}));
    }

    void nothingChangedSaysNothing()
    {
        const auto picker = variablePicker(fruit(true, true));
        popupOf(*picker)->hide();
        QVERIFY(m_chosen.empty());
    }

    void thePickerSaysWhatIsChosen()
    {
        VariablePicker picker;
        Variable variable = fruit(true, false);
        variable.selected = {{"Apple", "a"}, {"Cherry", "c"}};
        picker.setVariable(variable);
        QCOMPARE(picker.text().trimmed(), QStringLiteral("Apple + Cherry"));
        QCOMPARE(picker.accessibleName(), QStringLiteral("fruit: Apple + Cherry"));
    }

    void theBarShowsWhatIsNotHidden()
    {
        auto dashboard = Dashboard::open("{\"schemaVersion\":42,\"templating\":{\"list\":["
                                         "{\"name\":\"a\",\"type\":\"custom\",\"query\":\"x,y\"},"
                                         "{\"name\":\"b\",\"type\":\"textbox\",\"query\":\"words\",\"label\":\"Text\"},"
                                         "{\"name\":\"c\",\"type\":\"custom\",\"query\":\"x\",\"hide\":2},"
                                         "{\"name\":\"d\",\"type\":\"constant\",\"query\":\"x\"}]}}");
        QVERIFY(dashboard.has_value());
        VariableBar bar;
        QStringList chosen;
        connect(&bar, &VariableBar::chosen, this, [&](const QString& name, const std::vector<std::string>& values) {
            chosen << name + QLatin1Char('=') + QString::fromStdString(values.front());
        });
        bar.setVariables(dashboard->variables());
        bar.show();
        QCOMPARE(bar.findChildren<VariablePicker*>().size(), 1);
        QStringList labels;
        for (const QLabel* label : bar.findChildren<QLabel*>()) {
            if (label->isVisible()) labels << label->text();
        }
        QCOMPARE(labels, (QStringList{QStringLiteral("a"), QStringLiteral("Text")}));
        auto* edit = bar.findChild<QLineEdit*>(QStringLiteral("b"));
        QVERIFY(edit);
        edit->setText(QStringLiteral("typed"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(chosen.value(0), QStringLiteral("b=typed"));
    }

    void aQuickRangeByKeyboardAndMouse()
    {
        const auto picker = timePicker();
        QCOMPARE(picker->text().trimmed(), QStringLiteral("Last 6 hours"));
        QWidget* popup = popupOf(*picker);
        QVERIFY(popup);
        auto* list = popup->findChild<QListWidget*>(QStringLiteral("offered"));
        QCOMPARE(list->currentItem()->text(), QStringLiteral("Last 6 hours"));
        QLineEdit* search = nullptr;
        for (QLineEdit* edit : popup->findChildren<QLineEdit*>()) {
            if (!edit->placeholderText().isEmpty()) search = edit;
        }
        QTest::keyClicks(search, QStringLiteral("15 min"));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_ranges.size(), std::size_t{1});
        QCOMPARE(m_ranges[0], (TimeRangeText{"now-15m", "now"}));
        QTest::mouseClick(picker.get(), Qt::LeftButton);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(3)).center());
        QVERIFY(m_ranges.size() >= 2);
        QCOMPARE(m_ranges[1], (TimeRangeText{"now-1h", "now"}));
    }

    void anyRangeByItsFields()
    {
        const auto picker = timePicker();
        QWidget* popup = popupOf(*picker);
        QLineEdit *from = nullptr, *to = nullptr;
        for (QLineEdit* edit : popup->findChildren<QLineEdit*>()) {
            if (edit->accessibleName() == QLatin1String("From")) from = edit;
            if (edit->accessibleName() == QLatin1String("To")) to = edit;
        }
        QVERIFY(from && to);
        QCOMPARE(from->text(), QStringLiteral("now-6h"));
        from->setText(QStringLiteral("now-90"));
        QTest::keyClick(to, Qt::Key_Return);
        QVERIFY(m_ranges.empty());
        QVERIFY(popup->isVisible());
        bool explained = false;
        for (const QLabel* label : popup->findChildren<QLabel*>()) {
            explained = explained || (label->isVisible() && label->text().contains(QLatin1String("now-90")));
        }
        QVERIFY(explained);
        from->setText(QStringLiteral("2024-05-01 10:00:00"));
        to->setText(QStringLiteral("2024-05-01 12:00:00"));
        QTest::keyClick(to, Qt::Key_Return);
        QCOMPARE(m_ranges.size(), std::size_t{1});
        QCOMPARE(m_ranges[0].from, std::string("2024-05-01 10:00:00"));
        QVERIFY(!popup->isVisible());
    }

    /// A chevron of the size of the text, right of it; the text keeps off it.
    void showThatTheyOpen_data()
    {
        QTest::addColumn<QString>("picker");
        for (const char* picker : {"time", "variable", "refresh"}) QTest::newRow(picker) << picker;
    }

    void showThatTheyOpen()
    {
        QFETCH(QString, picker);
        applyTheme(*qApp, ThemeKind::Dark);
        RefreshPicker refresh;
        refresh.setInterval(900'000);
        TimePicker time;
        time.setRange(*resolveTimeRange({"now-6h", "now"}, may2024()), may2024());
        VariablePicker variable;
        variable.setVariable(fruit(false, false));
        QWidget* button = picker == "time"       ? static_cast<QWidget*>(&time)
                          : picker == "variable" ? static_cast<QWidget*>(&variable)
                                                 : refresh.findChildren<QToolButton*>()[1];
        button->resize(button->sizeHint());
        const QImage image = button->grab().toImage();
        const QColor background = image.pixelColor(image.width() - 6, image.height() / 2);
        const auto inked = [&](int x) {
            for (int y = 3; y < image.height() - 3; ++y) {
                const QColor color = image.pixelColor(x, y);
                if (std::abs(color.lightness() - background.lightness()) > 30) return true;
            }
            return false;
        };
        int right = image.width() - 4;
        while (right > 0 && !inked(right)) --right;
        int left = right;
        while (left > 0 && inked(left)) --left;
        QVERIFY2(right - left >= 6 && right - left <= 14, QByteArray::number(right - left).constData());
        QVERIFY2(image.width() - right >= 8, QByteArray::number(image.width() - right).constData());
        for (int x = left - 4; x <= left; ++x) QVERIFY2(!inked(x), QByteArray::number(x).constData());
    }

    void refresh()
    {
        RefreshPicker picker;
        picker.show();
        int clicks = 0;
        QList<int> chosen;
        connect(&picker, &RefreshPicker::refreshClicked, this, [&] { ++clicks; });
        connect(&picker, &RefreshPicker::intervalChosen, this, [&](int ms) { chosen << ms; });
        const auto buttons = picker.findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), 2);
        QTest::mouseClick(buttons[0], Qt::LeftButton);
        QCOMPARE(clicks, 1);
        picker.setInterval(10'000);
        QCOMPARE(buttons[1]->text(), QStringLiteral("10s"));
        QCOMPARE(buttons[1]->accessibleName(), QStringLiteral("Refresh interval: 10s"));
        QCOMPARE(buttons[1]->menu()->defaultAction()->text(), QStringLiteral("10s"));
        for (QAction* action : buttons[1]->menu()->actions()) {
            if (action->text() == QLatin1String("5s")) action->trigger();
        }
        QCOMPARE(chosen, QList<int>{5000});
    }

    /// What dashboards call their links and annotations is no name of a key.
    void linksAndSwitchesReadAsWritten()
    {
        ControlsBar bar;
        bar.setContent({{0, QStringLiteral("a & b"), Qt::red, true, {}}},
                       {{QStringLiteral("Prometheus & Grafana"), {}, false, linkIcon("external link"), {}}});
        const auto* box = bar.findChild<QCheckBox*>();
        const auto* link = bar.findChild<QPushButton*>();
        QVERIFY(box && link);
        QCOMPARE(box->text(), QStringLiteral("a && b"));
        QCOMPARE(link->text().trimmed(), QStringLiteral("Prometheus && Grafana"));
        QVERIFY(QKeySequence::mnemonic(box->text()).isEmpty());
        QVERIFY(QKeySequence::mnemonic(link->text()).isEmpty());
        QCOMPARE(linkIcon("external link"), IconKind::External);
        QCOMPARE(linkIcon("something else"), IconKind::Dashboard);
    }

    void checkedBoxesHaveATick()
    {
        QCheckBox box;
        box.setTristate();
        const auto white = [&](Qt::CheckState state) {
            box.setCheckState(state);
            box.resize(box.sizeHint());
            const QImage image = box.grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < std::min(16, image.width()); ++x) count += qGray(image.pixel(x, y)) > 200;
            return count;
        };
        QCOMPARE(white(Qt::Unchecked), 0);
        QVERIFY(white(Qt::Checked) > 8);
        QVERIFY(white(Qt::Checked) < 40);  // no square
        QVERIFY(white(Qt::PartiallyChecked) > 8);
    }
};

QTEST_MAIN(PickersTest)
#include "pickers_test.moc"
