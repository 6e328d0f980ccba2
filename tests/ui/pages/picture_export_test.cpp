#include "ui/export/picture_export.h"

#include <QPainter>
#include <QXmlStreamReader>

#include <functional>

#include "demo_window.h"
#include "ui/export/svg_device.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/panel_commands.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr const char* kDashboard =
    "{\"title\":\"Demo & more\",\"schemaVersion\":42,\"time\":{\"from\":\"now-1h\",\"to\":\"now\"},\"panels\":["
    "{\"id\":1,\"type\":\"timeseries\",\"title\":\"Graph\",\"gridPos\":{\"x\":0,\"y\":0,\"w\":24,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\",\"legendFormat\":\"<{{job}}>\"}]},"
    "{\"id\":2,\"type\":\"row\",\"title\":\"Second row\",\"gridPos\":{\"x\":0,\"y\":8,\"w\":24,\"h\":1}},"
    "{\"id\":3,\"type\":\"stat\",\"title\":\"Big\",\"gridPos\":{\"x\":0,\"y\":9,\"w\":8,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"sum(demo)\"}]},"
    "{\"id\":4,\"type\":\"table\",\"title\":\"Table\",\"gridPos\":{\"x\":8,\"y\":9,\"w\":8,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\",\"format\":\"table\",\"instant\":true,\"range\":false}]},"
    "{\"id\":5,\"type\":\"gauge\",\"title\":\"Gauge\",\"gridPos\":{\"x\":16,\"y\":9,\"w\":8,\"h\":8},"
    "\"targets\":[{\"refId\":\"A\",\"expr\":\"demo\"}]},"
    "{\"id\":6,\"type\":\"row\",\"title\":\"Third row\",\"gridPos\":{\"x\":0,\"y\":17,\"w\":24,\"h\":1}},"
    "{\"id\":7,\"type\":\"text\",\"title\":\"Words\",\"gridPos\":{\"x\":0,\"y\":18,\"w\":24,\"h\":40},"
    "\"options\":{\"mode\":\"markdown\",\"content\":\"nothing\"}}]}";

/// Pixels that differ by more than a rounding.
int differing(const QImage& a, const QImage& b)
{
    if (a.size() != b.size()) return -1;
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor one = a.pixelColor(x, y);
            const QColor other = b.pixelColor(x, y);
            const int most = std::max({std::abs(one.red() - other.red()), std::abs(one.green() - other.green()),
                                       std::abs(one.blue() - other.blue())});
            count += most > 2;
        }
    }
    return count;
}

/// Objects of type "/Page" in a PDF.
int pageCount(const QByteArray& pdf)
{
    const qsizetype at = pdf.indexOf("/Count ");
    return pdf.mid(at + 7, 4).simplified().split(' ').front().toInt();
}

}  // namespace

class PictureExportTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DemoWindow> m_demo;

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }
    void init()
    {
        m_demo = std::make_unique<DemoWindow>();
        QVERIFY(m_demo->open(kDashboard));
    }
    void cleanup() { m_demo.reset(); }

    /// What the file shows is what the window shows, but for focus and pointer.
    void thePictureEqualsTheScreen()
    {
        for (const char* key : {"1", "3", "4", "5"}) {
            PanelFrame* frame = m_demo->frame(key);
            QVERIFY(frame);
            frame->clearFocus();
            const QImage screen = frame->grab().toImage();
            // The rounded corners show what is behind: nothing in a grab, the canvas in a file.
            const QRect inside = screen.rect().adjusted(10, 0, -10, 0);
            QCOMPARE(differing(screen.copy(inside), imageOf(*frame, 1).copy(inside)), 0);
            frame->setFocus();
            QVERIFY(differing(frame->grab().toImage(), imageOf(*frame, 1)) > 100);
            QCOMPARE(differing(screen.copy(inside), imageOf(*frame, 1).copy(inside)), 0);
        }
    }

    /// Twice as fine is drawn twice as fine and not enlarged.
    void finerPicturesHaveMoreInThem()
    {
        for (const char* key : {"1", "3", "5"}) {
            PanelFrame* frame = m_demo->frame(key);
            const QImage plain = imageOf(*frame, 1);
            const QImage fine = imageOf(*frame, 2);
            QCOMPARE(fine.size(), plain.size() * 2);
            const QImage enlarged = plain.scaled(fine.size(), Qt::IgnoreAspectRatio, Qt::FastTransformation);
            QVERIFY2(differing(fine, enlarged) > fine.width() * fine.height() / 200, key);
            QCOMPARE(imageOf(*frame, 1.5).size(), (QSizeF(plain.size()) * 1.5).toSize());
            QCOMPARE(differing(imageOf(*frame, 1), plain), 0);  // the widget is as before
        }
    }

    void svgHoldsTextsAndClips()
    {
        const QByteArray svg = pictureOf(*m_demo->frame("1"), {PictureFormat::Svg, 1, false, QStringLiteral("a < b")});
        QXmlStreamReader reader(svg);
        QStringList texts;
        int clips = 0;
        int lines = 0;
        int pictures = 0;
        QString title;
        QString view;
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement) continue;
            if (reader.name() == QLatin1String("svg")) view = reader.attributes().value("viewBox").toString();
            if (reader.name() == QLatin1String("clipPath")) ++clips;
            if (reader.name() == QLatin1String("path")) ++lines;
            if (reader.name() == QLatin1String("image")) ++pictures;
            if (reader.name() == QLatin1String("title")) title = reader.readElementText();
            if (reader.name() == QLatin1String("text")) texts += reader.readElementText();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(title, QStringLiteral("a < b"));
        const QSize size = m_demo->frame("1")->size();
        QCOMPARE(view, QStringLiteral("0 0 %1 %2").arg(size.width()).arg(size.height()));
        QVERIFY(clips > 0);
        QVERIFY(lines > 0);  // sharp at any size
        QCOMPARE(pictures, 0);
        for (const char* text : {"Graph", "<a>", "<c>", "12:00"}) QVERIFY2(texts.contains(text), text);
    }

    void svgIsShort()
    {
        const auto drawn = [](const std::function<void(QPainter&)>& draw) {
            SvgDevice device({100, 100}, {});
            QPainter painter(&device);
            painter.setPen(QPen(Qt::red, 1));
            draw(painter);
            painter.end();
            return device.document();
        };
        const auto line = [](const QList<QPointF>& points) {
            return
                [points](QPainter& painter) { painter.drawPolyline(points.data(), static_cast<int>(points.size())); };
        };
        const auto has = [](const QByteArray& document, const char* text) {
            return document.contains(text) ? QByteArray() : QByteArray(text) + " is not in " + document;
        };
        QCOMPARE(has(drawn(line({{1, 2}, {1.5, 2}, {3, 2}, {3, -0.5}, {4, 1}})), "d=\"m1 2h2v-2.5l1 1.5\""),
                 QByteArray());
        QCOMPARE(has(drawn(line({{1, 2}, {5, 2}, {5, 5}, {1, 2}})), "d=\"m1 2h4v3z\""), QByteArray());
        QCOMPARE(has(drawn(line({{1, 2}, {5, 2}, {2, 2}})), "d=\"m1 2h4-3\""), QByteArray());  // there and back
        const QByteArray two = drawn([&](QPainter& painter) {
            line({{1, 1}, {2, 2}})(painter);
            line({{3, 1}, {4, 3}})(painter);
            painter.setClipRect(QRectF(0, 0, 10, 10));
            line({{50, 50}, {60, 70}})(painter);  // not seen
            line({{5, 5}, {60, 70}})(painter);
        });
        QCOMPARE(two.count("stroke=\"#ff0000\""), 2);  // with and without the clip
        QCOMPARE(two.count("<path d=\"m"), 4);         // three lines, and the clip
        QVERIFY2(!two.contains("m50 50"), two.constData());
        const QByteArray pale = drawn([&](QPainter& painter) {
            painter.setOpacity(0.5);
            line({{1, 1}, {2, 2}})(painter);
            line({{1, 2}, {2, 1}})(painter);
        });
        QCOMPARE(pale.count("opacity=\".5\""), 2);  // each by itself
        const QByteArray glow = drawn([](QPainter& painter) {
            QRadialGradient gradient(QPointF(), 1);
            gradient.setColorAt(0, Qt::red);
            gradient.setColorAt(1, Qt::blue);
            QBrush brush(gradient);
            brush.setTransform(QTransform(30, 0, 0, 10, 50, 40));
            painter.fillRect(QRectF(20, 30, 60, 20), brush);
        });
        QCOMPARE(has(glow, "gradientTransform=\"matrix(30 0 0 10 50 40)\""), QByteArray());
        const QByteArray spaced = drawn([](QPainter& painter) {
            QFont font = painter.font();
            font.setLetterSpacing(QFont::AbsoluteSpacing, 0.25);
            painter.setFont(font);
            painter.drawText(QPointF(1, 20), QStringLiteral("wide"));
        });
        QCOMPARE(has(spaced, "letter-spacing=\".25\""), QByteArray());
    }

    void pdfHasTextsAndPages()
    {
        m_demo->view().setEverythingVisible(true);
        QVERIFY(m_demo->settled());
        const std::vector<QRect> rows = m_demo->view().rowParts();
        QCOMPARE(rows.size(), std::size_t{3});
        QVERIFY(rows[1].contains(m_demo->frame("4")->geometry()));
        QVERIFY(!rows[1].intersects(m_demo->frame("1")->geometry()));
        QWidget& canvas = *m_demo->view().canvas();
        PictureExport how{PictureFormat::Pdf};
        const QByteArray one = pictureOf(canvas, how);
        QVERIFY(one.startsWith("%PDF-"));
        QCOMPARE(pageCount(one), 1);
        const QByteArray width = QByteArray::number(canvas.width() * 0.75, 'f', 0);
        QVERIFY2(one.contains("/MediaBox [0 0 " + width), one.mid(one.indexOf("/MediaBox"), 40).constData());
        QCOMPARE(pageCount(pictureOf(canvas, how, rows)), 3);
        how.a4 = true;
        const QByteArray paper = pictureOf(canvas, how, rows);
        QCOMPARE(pageCount(paper), 3);
        QVERIFY(paper.contains("/MediaBox [0 0 842") && paper.contains("/MediaBox [0 0 595"));  // wide and tall rows
    }

    void theMenuExportsAPanel_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("PNG") << "PNG"
                             << "Graph.png" << QByteArray("\x89PNG");
        QTest::newRow("SVG") << "SVG"
                             << "Graph.svg" << QByteArray("<?xml");
        QTest::newRow("PDF") << "PDF"
                             << "Graph.pdf" << QByteArray("%PDF");
        QTest::newRow("CSV") << "CSV for Excel"
                             << "Graph.csv" << QByteArray("\xEF\xBB\xBFsep=");
    }

    void theMenuExportsAPanel()
    {
        QFETCH(QString, entry);
        SaveRequest saved;
        connect(&m_demo->window(), &MainWindow::saveRequested, this, [&](const SaveRequest& one) { saved = one; });
        m_demo->page().commands().openMenu("1", QPoint(20, 20));
        DemoWindow::entry(*DemoWindow::entry(*DemoWindow::menu(), "Export")->menu(), entry)->trigger();
        QTEST(saved.name, "name");
        QTEST(saved.content.left(saved.content.startsWith("\xEF") ? 7
                                 : saved.content.startsWith("<")  ? 5
                                                                  : 4),
              "start");
        DemoWindow::menu()->close();
    }

    void theWholeDashboardIsDrawnOffTheScreen()
    {
        SaveRequest saved;
        connect(&m_demo->window(), &MainWindow::saveRequested, this, [&](const SaveRequest& one) { saved = one; });
        m_demo->page().session().toggleRow("6", true);
        m_demo->press(Qt::Key_D, Qt::Key_P);
        QTRY_VERIFY(m_demo->window().findChild<ExportDialog*>());
        auto* dialog = m_demo->window().findChild<ExportDialog*>();
        dialog->findChild<QDoubleSpinBox*>()->setValue(1.5);
        for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Export")) button->click();
        }
        QTRY_VERIFY(!saved.content.isEmpty());
        QCOMPARE(saved.name, QStringLiteral("Demo & more.png"));
        const QImage image = QImage::fromData(saved.content);
        QCOMPARE(image.width(), static_cast<int>(m_demo->view().width() * 1.5));
        // The last row is folded as it is in the window.
        QVERIFY(image.height() < 1.5 * 1000 && image.height() > 1.5 * 600);
    }
};

QTEST_MAIN(PictureExportTest)
#include "picture_export_test.moc"
