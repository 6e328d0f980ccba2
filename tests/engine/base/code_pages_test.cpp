// Code that was let go of is there again when it is called.

#include "engine/base/code_pages.h"

#include <QtTest/QtTest>

#include <fstream>
#include <string>

namespace {

/// Kilobytes of files that are mapped and resident.
long residentOfFiles()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssFile:")) return std::stol(line.substr(8));
    }
    return -1;
}

}  // namespace

class CodePagesTest : public QObject {
    Q_OBJECT

private slots:
    void goesOnWithLessMemory()
    {
        const long before = residentOfFiles();
        if (before < 0) QSKIP("the kernel does not tell what is resident");
        watchglass::releaseCodePages();
        const long after = residentOfFiles();
        QVERIFY2(after < before * 9 / 10, std::to_string(after).c_str());
        // Formatting and collections are code of other libraries.
        QStringList parts;
        parts << "a" << QString::number(1.5);
        QCOMPARE(parts.join(','), QString("a,1.5"));
    }
};

QTEST_APPLESS_MAIN(CodePagesTest)
#include "code_pages_test.moc"
