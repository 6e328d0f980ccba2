// `watchglass render`: the size of the picture, the theme, one panel, variables and times, and what it says of bad
// input.

#include <QImage>

#include "tests/support/program.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::test;

namespace {

/// Panel 3 is one colour: green below 50, red from there on, after the variable v and the start of the time range.
constexpr const char* kDashboard = R"json({
  "title": "Render", "schemaVersion": 39,
  "templating": {"list": [{"name": "v", "type": "custom", "query": "10,90", "current": {"text": "10", "value": "10"}}]},
  "panels": [
    {"id": 7, "type": "text", "title": "words", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 6},
     "options": {"mode": "markdown", "content": "$v"}},
    {"id": 3, "type": "stat", "title": "", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 6},
     "targets": [{"refId": "A", "expr": "vector($v + 50 * ($__from == bool 1000000))"}],
     "options": {"colorMode": "background_solid", "graphMode": "none"},
     "fieldConfig": {"defaults": {"color": {"mode": "thresholds"}, "thresholds": {"mode": "absolute", "steps": [
       {"color": "#00ff00", "value": null}, {"color": "#ff0000", "value": 50}]}}, "overrides": []}}]})json";

/// The part of the picture, in per cent, that has about this colour.
int share(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor here = image.pixelColor(x, y);
            count += std::abs(here.red() - color.red()) < 40 && std::abs(here.green() - color.green()) < 40 &&
                     std::abs(here.blue() - color.blue()) < 40;
        }
    }
    return count * 100 / std::max(1, image.width() * image.height());
}

}  // namespace

class RenderTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;

    QString dashboard() const { return m_home.filePath("dashboard.json"); }

    QImage render(const QStringList& options, const QString& fontConfiguration = {}) const
    {
        const QString out = m_home.filePath("out.png");
        QFile::remove(out);
        Program program(m_home);
        if (!fontConfiguration.isEmpty()) program.setEnvironment(QStringLiteral("FONTCONFIG_FILE"), fontConfiguration);
        const int code = program.run(QStringList{"render", dashboard(), "--out", out} + options);
        if (code != 0 || program.out() != out.toUtf8() + "\n" || !program.err().isEmpty()) {
            qWarning("exit code %d, %s", code, program.err().constData());
            return {};
        }
        return QImage(out);
    }

private slots:
    void initTestCase()
    {
        if (watchglassProgram().isEmpty()) QSKIP("watchglass is not built");
        writeFile(dashboard(), kDashboard);
    }

    void hasTheAskedSize_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QSize>("size");
        QTest::newRow("both") << QStringList{"--width", "900", "--height", "700"} << QSize(900, 700);
        QTest::newRow("panel") << QStringList{"--panel", "3", "--width", "640", "--height", "320"} << QSize(640, 320);
        QTest::newRow("small panel") << QStringList{"--panel", "3", "--width", "120", "--height", "90"}
                                     << QSize(120, 90);
        QTest::newRow("narrow") << QStringList{"--width", "300", "--height", "400"} << QSize(300, 400);
        QTest::newRow("as tall as needed") << QStringList{"--width", "1000"} << QSize(1000, 0);
    }

    void hasTheAskedSize()
    {
        QFETCH(QStringList, options);
        QFETCH(QSize, size);
        const QImage image = render(options);
        QCOMPARE(image.width(), size.width());
        if (size.height() > 0) QCOMPARE(image.height(), size.height());
        QVERIFY(image.height() > 50 && image.height() < 1000);
    }

    void usesTheTheme()
    {
        const QStringList size{"--width", "800", "--height", "1000"};
        QCOMPARE(render(size).pixelColor(400, 995), ui::themeOf(ui::ThemeKind::Dark).canvas);
        QCOMPARE(render(size + QStringList{"--theme", "dark"}).pixelColor(400, 995),
                 ui::themeOf(ui::ThemeKind::Dark).canvas);
        QCOMPARE(render(size + QStringList{"--theme", "light"}).pixelColor(400, 995),
                 ui::themeOf(ui::ThemeKind::Light).canvas);
    }

    /// A machine without any font: the one that goes with the program is enough.
    void bringsItsFont()
    {
        const QString fonts = QFileInfo(watchglassProgram()).dir().filePath("share/watchglass/fonts");
        if (!QFileInfo::exists(fonts + "/Inter-Regular.otf")) QSKIP("Inter was not found when the program was built");
        QVERIFY(QFileInfo::exists(fonts + "/LICENCE-Inter.txt"));
        QDir(m_home.path()).mkpath("nofonts");
        writeFile(m_home.filePath("fonts.conf"),
                  "<?xml version=\"1.0\"?><fontconfig><dir>" + m_home.filePath("nofonts").toUtf8() +
                      "</dir><cachedir>" + m_home.filePath("fontcache").toUtf8() + "</cachedir></fontconfig>");
        const QStringList size{"--width", "800", "--height", "400"};
        const QImage usual = render(size);
        QVERIFY(!usual.isNull());
        QCOMPARE(render(size, m_home.filePath("fonts.conf")), usual);
    }

    void drawsOnePanelOnly()
    {
        const int whole = share(render({"--width", "600", "--height", "400"}), Qt::green);
        QVERIFY2(whole > 5 && whole < 40, qPrintable(QString::number(whole)));
        const int panel = share(render({"--width", "600", "--height", "400", "--panel", "3"}), Qt::green);
        QVERIFY2(panel > 50, qPrintable(QString::number(panel)));
        QCOMPARE(share(render({"--width", "600", "--height", "400", "--panel", "7"}), Qt::green), 0);
    }

    void usesVariablesAndTimes()
    {
        const QStringList panel{"--panel", "3", "--width", "400", "--height", "300"};
        QVERIFY(share(render(panel + QStringList{"--var", "v=90"}), Qt::red) > 50);
        QVERIFY(share(render(panel + QStringList{"--var", "v=10"}), Qt::green) > 50);
        QVERIFY(share(render(panel + QStringList{"--from", "1000000", "--to", "2000000"}), Qt::red) > 50);
    }

    void explainsFailures_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("panel") << QStringList{"--panel", "99"}
                               << QByteArray("the dashboard has no panel with the id 99");
        QTest::newRow("variable") << QStringList{"--var", "w=1"} << QByteArray("the dashboard has no variable \"w\"");
        QTest::newRow("time") << QStringList{"--from", "now-5x"}
                              << QByteArray("\"now-5x\" is no time: expected a unit");
        QTest::newRow("range") << QStringList{"--from", "now", "--to", "now-1h"} << QByteArray("before its start");
        QTest::newRow("directory") << QStringList{"--storage.path", m_home.filePath("absent")}
                                   << QByteArray("there is no data directory");
    }

    void explainsFailures()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, message);
        const QString out = m_home.filePath("never.png");
        Program program(m_home);
        QCOMPARE(program.run(QStringList{"render", dashboard(), "--out", out} + options), 1);
        QVERIFY2(program.err().startsWith("watchglass: ") && program.err().contains(message), program.err());
        QVERIFY(!QFile::exists(out));
    }

    void explainsBadFiles()
    {
        const QString broken = m_home.filePath("broken.json");
        writeFile(broken, "{\"title\": \"x\",\n \"panels\": [ {]\n}");
        Program parse(m_home);
        QCOMPARE(parse.run({"render", broken, "--out", m_home.filePath("never.png")}), 1);
        QCOMPARE(parse.err(), QByteArray("watchglass: not valid JSON: expected a member name in quotes (" +
                                         broken.toUtf8() + ":2:15)\n"));
        Program folder(m_home);
        const QString nowhere = m_home.filePath("no/folder.png");
        QCOMPARE(folder.run({"render", dashboard(), "--out", nowhere}), 1);
        QVERIFY2(folder.err().contains("cannot write the file: ") && folder.err().contains(nowhere.toUtf8()),
                 folder.err());
    }

    void writesTheFormatOfTheSuffix_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("svg") << "a.svg" << QStringList() << QByteArray("<?xml");
        QTest::newRow("pdf") << "a.pdf" << QStringList{"--page", "a4", "--page-per-row"} << QByteArray("%PDF");
        QTest::newRow("named") << "a.dat" << QStringList{"--format", "pdf"} << QByteArray("%PDF");
        QTest::newRow("csv") << "a.csv" << QStringList{"--panel", "3"} << QByteArray("\"Time\",");
        QTest::newRow("Excel") << "a.csv" << QStringList{"--panel", "3", "--excel"} << QByteArray("\xEF\xBB\xBFsep=,");
    }

    void writesTheFormatOfTheSuffix()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        QFETCH(QByteArray, start);
        Program program(m_home);
        const QString out = m_home.filePath(name);
        QCOMPARE(program.run(QStringList{"render", dashboard(), "--out", out} + options), 0);
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY2(content.startsWith(start), content.left(40).constData());
    }

    void aScaleMakesThePictureFiner()
    {
        const QImage image = render({"--panel", "3", "--width", "300", "--height", "200", "--scale", "2.5"});
        QCOMPARE(image.size(), QSize(750, 500));
        QVERIFY(share(image, QColor(0, 255, 0)) > 50);
    }

    void everyTableBecomesAFile()
    {
        Program program(m_home);
        const QString out = m_home.filePath("tables");
        QCOMPARE(program.run({"render", dashboard(), "--format", "csv", "--out", out}), 0);
        QCOMPARE(QDir(out).entryList({"*.csv"}, QDir::Files), QStringList{"3.csv"});
    }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
