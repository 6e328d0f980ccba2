#pragma once

#include <QtTest/QtTest>

#include "tests/engine/hostmetrics/fixture_tree.h"

namespace watchglass::hostmetrics {

using Files = std::vector<std::pair<std::string, std::string>>;

/// One collector, the files it finds, and the whole text it gives for them.
struct CollectorCase {
    const char* name;
    const char* collector;
    Files files;
    std::string expected;
};

inline void addRows(const std::vector<CollectorCase>& cases)
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases.size(); ++i) QTest::newRow(cases[i].name) << static_cast<int>(i);
}

inline void checkCase(const CollectorCase& example)
{
    const FixtureTree tree;
    for (const auto& [path, text] : example.files) tree.write(path, text);
    QCOMPARE(QString::fromStdString(collectOnce(tree.optionsFor(example.collector))),
             QString::fromStdString(example.expected));
}

}  // namespace watchglass::hostmetrics
