#include "ui/theme/text_metrics.h"

#include <functional>

#include <QtGui/QtGui>
#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include "ui/theme/fonts.h"

using namespace watchglass::ui;

namespace {

QImage painted(double ratio, const std::function<void(QPainter&)>& paint)
{
    QImage image((QSizeF(260, 40) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(QColor(0x18, 0x1b, 0x1f));
    QPainter painter(&image);
    painter.setPen(QColor(0xcc, 0xcc, 0xdc));
    paint(painter);
    return image;
}

/// The largest difference of a channel.
int difference(const QImage& a, const QImage& b)
{
    int most = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor one = a.pixelColor(x, y);
            const QColor other = b.pixelColor(x, y);
            most = std::max({most, std::abs(one.red() - other.red()), std::abs(one.green() - other.green()),
                             std::abs(one.blue() - other.blue())});
        }
    }
    return most;
}

}  // namespace

class TextMetricsTest : public QObject {
    Q_OBJECT

private slots:
    void drawsTextsAsThePainterDoes_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", " ", "0", "12.3 MB", "1.23 ms", "-17%", "10:41:15", "2026-11-29 14:06:30",
                                 "{job=\"node\", mode=\"idle\"}", "node_cpu_seconds_total",
                                 "fi ffl AV To Wa 11 17 71 1x2", "Größe µs °C é", "a -> b != c => (A) [7:7]",
                                 "日本語 12", "שלום 12 abc", "🙂 ok", "trailing  ", "a\tb"}) {
            QTest::addRow("%s", text) << QString::fromUtf8(text);
        }
    }

    void drawsTextsAsThePainterDoes()
    {
        QFETCH(const QString, text);
        for (const TextMetrics* metrics : {&textMetrics(12), &textMetrics(12, QFont::Medium), &textMetrics(14),
                                           &plainMetrics(12), &plainMetrics(10.5, QFont::Medium)}) {
            for (const double ratio : {1.0, 1.5, 2.0}) {
                for (const double x : {5.0, 5.25, 5.37, 5.5, 5.8}) {
                    const QPointF at(x, 25.4);
                    const QImage expected = painted(ratio, [&](QPainter& painter) {
                        painter.setFont(metrics->font());
                        painter.drawText(at, text);
                    });
                    // The second time it is remembered.
                    for (int time = 0; time < 2; ++time) {
                        const QImage seen = painted(ratio,
                                                    [&](QPainter& painter) { metrics->draw(painter, at, text); });
                        QVERIFY(seen == expected);
                    }
                }
            }
        }
    }

    /// A font that does not speak of it has the application's space between letters.
    void spacesLettersAsTheApplicationDoes()
    {
        const QFont before = QApplication::font();
        QApplication::setFont(textFont(14));
        const TextMetrics metrics(plainFont(12));
        const QImage expected = painted(1, [&](QPainter& painter) {
            painter.setFont(metrics.font());
            painter.drawText(QPointF(5, 25), QStringLiteral("22:30:15.123"));
        });
        const QImage seen = painted(1, [&](QPainter& painter) {
            metrics.draw(painter, {5, 25}, QStringLiteral("22:30:15.123"));
        });
        QApplication::setFont(before);
        QVERIFY(seen == expected);
    }

    void drawsTurnedTexts()
    {
        const TextMetrics& metrics = plainMetrics(12);
        const auto turned = [](const std::function<void(QPainter&)>& paint) {
            return painted(1, [&](QPainter& painter) {
                painter.translate(20, 30);
                painter.rotate(-30);
                paint(painter);
            });
        };
        const QImage expected = turned([&](QPainter& painter) {
            painter.setFont(metrics.font());
            painter.drawText(QPointF(0.3, 0), QStringLiteral("12.3 MB"));
        });
        const QImage seen = turned(
            [&](QPainter& painter) { metrics.draw(painter, QPointF(0.3, 0), QStringLiteral("12.3 MB")); });
        QVERIFY(difference(seen, expected) <= 1);
        QVERIFY(difference(seen, painted(1, [](QPainter&) {})) > 100);
    }

    void forgetsWithoutHarm()
    {
        const TextMetrics& metrics = textMetrics(12);
        const QImage expected = painted(1, [&](QPainter& painter) { metrics.draw(painter, {5, 25}, "first"); });
        QImage scratch(10, 10, QImage::Format_RGB32);
        QPainter painter(&scratch);
        for (int i = 0; i < 5000; ++i) metrics.draw(painter, {0, 0}, QString::number(i) + QStringLiteral(" x"));
        QVERIFY(painted(1, [&](QPainter& onto) { metrics.draw(onto, {5, 25}, "first"); }) == expected);
    }
};

QTEST_MAIN(TextMetricsTest)
#include "text_metrics_test.moc"
