#include "ui/widgets/adhoc_bar.h"

#include <QtTest/QtTest>

#include <QtWidgets/QtWidgets>

#include "ui/widgets/variable_bar.h"

using namespace watchglass::ui;

namespace {

AdHocChoice choice(const char* key, const char* op, std::vector<std::string> values)
{
    AdHocChoice out{key, key, op, std::move(values), {}};
    out.valueLabels = out.values;
    return out;
}

QWidget* popupOf(QWidget& bar)
{
    for (QWidget* child : bar.findChildren<QWidget*>()) {
        if (child->windowType() == Qt::Popup && child->isVisible() && child->property("wgPopup").toBool()) return child;
    }
    return nullptr;
}

QStringList itemsOf(const QComboBox& box)
{
    QStringList out;
    for (int i = 0; i < box.count(); ++i) out.append(box.itemText(i));
    return out;
}

}  // namespace

class AdHocBarTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<VariableBar> m_bar;
    AdHocBar* m_filters = nullptr;
    std::vector<std::string> m_chosen;
    QStringList m_asked;

    void show(std::vector<AdHocChoice> filters)
    {
        Variable variable;
        variable.name = "f";
        variable.type = VariableType::AdHoc;
        variable.filters = std::move(filters);
        m_bar->setVariables(VariableSet({variable}));
        m_filters = m_bar->findChild<AdHocBar*>(QStringLiteral("f"));
    }

    QList<QToolButton*> buttons() const
    {
        QList<QToolButton*> out;
        for (QToolButton* button : m_filters->findChildren<QToolButton*>(Qt::FindDirectChildrenOnly))
            if (button->isVisible()) out.append(button);
        return out;
    }

    template <class Widget>
    Widget* part(const char* name)
    {
        return popupOf(*m_filters)->findChild<Widget*>(QLatin1String(name));
    }

    void press(const QString& text)
    {
        for (QPushButton* button : popupOf(*m_filters)->findChildren<QPushButton*>()) {
            if (button->text() == text) return QTest::mouseClick(button, Qt::LeftButton);
        }
        QFAIL("no such button");
    }

private slots:
    void init()
    {
        m_chosen.clear();
        m_asked.clear();
        m_bar = std::make_unique<VariableBar>();
        m_bar->setLabelLookup([this](const QString& label, const QString& selector, auto done) {
            m_asked.append(label + QLatin1Char('|') + selector);
            done(label.isEmpty() ? QStringList{QStringLiteral("env"), QStringLiteral("job")}
                                 : QStringList{label + QStringLiteral("-1"), label + QStringLiteral("-2")});
        });
        connect(m_bar.get(), &VariableBar::chosen, this,
                [this](const QString& name, const std::vector<std::string>& values) {
                    QCOMPARE(name, QStringLiteral("f"));
                    m_chosen = values;
                });
        m_bar->resize(800, 60);
        m_bar->show();
    }

    void filtersAreShown()
    {
        show({choice("job", "=", {"node"}), choice("env", "=|", {"a", "b"})});
        QCOMPARE(buttons().size(), 3);
        QCOMPARE(buttons()[0]->text(), QStringLiteral("job = node"));
        QCOMPARE(buttons()[1]->text(), QStringLiteral("env one of a, b"));
        QCOMPARE(buttons()[2]->objectName(), QStringLiteral("addFilter"));
        show({});
        QCOMPARE(buttons().size(), 1);
    }

    void oneIsAdded()
    {
        show({choice("job", "=", {"node"})});
        QTest::mouseClick(buttons()[1], Qt::LeftButton);
        QVERIFY(popupOf(*m_filters));
        auto* label = part<QComboBox>("label");
        QCOMPARE(itemsOf(*label), (QStringList{QStringLiteral("env"), QStringLiteral("job")}));
        QCOMPARE(m_asked, QStringList{QStringLiteral("|{job=\"node\"}")});  // what the others leave
        QTest::keyClicks(label, QStringLiteral("env"));
        QTest::keyClick(label, Qt::Key_Return);
        QCOMPARE(m_asked.constLast(), QStringLiteral("env|{job=\"node\"}"));
        QCOMPARE(itemsOf(*part<QComboBox>("value")), (QStringList{QStringLiteral("env-1"), QStringLiteral("env-2")}));
        part<QComboBox>("operator")->setCurrentIndex(part<QComboBox>("operator")->findData(QStringLiteral("!=")));
        part<QComboBox>("value")->setEditText(QStringLiteral("a|b"));
        press(QStringLiteral("Apply"));
        QCOMPARE(m_chosen, (std::vector<std::string>{"job|=|node", "env|!=|a__gfp__b"}));
        QVERIFY(!popupOf(*m_filters));
    }

    /// As the queries have them: a pattern stays one, and what PromQL lacks is left out.
    void othersNarrowTheSuggestions()
    {
        show({choice("job", "=~", {"a.*"}), choice("env", "=|", {"x.y", "z"}), choice("odd", "<", {"1"}),
              choice("a.b", "=", {"c"})});
        QTest::mouseClick(buttons()[4], Qt::LeftButton);
        QCOMPARE(m_asked, QStringList{QStringLiteral("|{job=~\"a.*\",env=~\"x\\\\.y|z\",\"a.b\"=\"c\"}")});
    }

    void oneIsChanged()
    {
        show({choice("job", "=|", {"a", "b"})});
        QTest::mouseClick(buttons()[0], Qt::LeftButton);
        QCOMPARE(part<QComboBox>("value")->currentText(), QStringLiteral("a, b"));
        part<QComboBox>("value")->setEditText(QStringLiteral("a, c ,d"));
        press(QStringLiteral("Apply"));
        QCOMPARE(m_chosen, std::vector<std::string>{"job|=__gfp__|a|c|d"});
    }

    void oneIsRemoved()
    {
        show({choice("job", "=", {"node"}), choice("env", "=", {"x"})});
        QTest::mouseClick(buttons()[0], Qt::LeftButton);
        press(QStringLiteral("Remove"));
        QCOMPARE(m_chosen, std::vector<std::string>{"env|=|x"});
    }

    void nothingIsTakenWithoutALabel()
    {
        show({});
        QTest::mouseClick(buttons()[0], Qt::LeftButton);
        for (QPushButton* button : popupOf(*m_filters)->findChildren<QPushButton*>())
            QCOMPARE(button->isEnabled() && button->isVisible(), false);
        QTest::keyClick(popupOf(*m_filters), Qt::Key_Escape);
        QVERIFY(!popupOf(*m_filters));
        QVERIFY(m_chosen.empty());
    }

    void troubleIsMarked()
    {
        Variable variable;
        variable.name = "v";
        variable.type = VariableType::Query;
        m_bar->setVariables(VariableSet({variable}));
        auto* mark = m_bar->findChild<QLabel*>(QStringLiteral("trouble of v"));
        QVERIFY(!mark->isVisible());
        variable.error = "variables refer to each other: v -> w -> v";
        m_bar->setVariables(VariableSet({variable}));
        QVERIFY(mark->isVisible());
        QCOMPARE(mark->toolTip(), QString::fromStdString(variable.error));
    }

    /// What is looked up may come when the popup is closed and not yet the editor's turn to go.
    void namesThatComeTooLateAreDropped()
    {
        std::vector<std::function<void(const QStringList&)>> waiting;
        m_bar->setLabelLookup([&](const QString&, const QString&, auto done) { waiting.push_back(done); });
        show({choice("job", "=", {"node"})});
        QTest::mouseClick(buttons().front(), Qt::LeftButton);
        QCOMPARE(waiting.size(), std::size_t{2});  // labels, and values of "job"
        delete popupOf(*m_filters);
        for (const auto& done : waiting) done({QStringLiteral("late")});
    }
};

QTEST_MAIN(AdHocBarTest)
#include "adhoc_bar_test.moc"
