#include "ui/theme/rounded_box.h"

#include <QtGui/QtGui>
#include <QtTest/QtTest>

using namespace watchglass::ui;

namespace {

const QColor kGround(0x18, 0x1b, 0x1f);
const QColor kBorder(204, 204, 220, 30);

QImage canvas(double ratio)
{
    QImage image((QSizeF(300, 200) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(QColor(0x11, 0x12, 0x17));
    return image;
}

}  // namespace

class RoundedBoxTest : public QObject {
    Q_OBJECT

private slots:
    void looksLikeOutlines_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<QRect>("box");
        for (const double ratio : {1.0, 1.25, 2.0}) {
            for (const QRect& box :
                 {QRect(10, 10, 250, 150), QRect(3, 5, 9, 9), QRect(3, 5, 14, 100), QRect(0, 0, 1, 1)})
                QTest::addRow("%g, %d x %d", ratio, box.width(), box.height()) << ratio << box;
        }
    }

    void looksLikeOutlines()
    {
        QFETCH(const double, ratio);
        QFETCH(const QRect, box);
        QImage expected = canvas(ratio);
        {
            QPainter painter(&expected);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(kGround);
            painter.drawRoundedRect(QRectF(box), 6, 6);
            painter.setPen(QPen(kBorder, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        }
        QImage seen = canvas(ratio);
        {
            QPainter painter(&seen);
            paintRoundedBox(painter, box, 6, kGround, kBorder);
        }
        for (int y = 0; y < seen.height(); ++y) {
            for (int x = 0; x < seen.width(); ++x) {
                const QColor a = seen.pixelColor(x, y);
                const QColor b = expected.pixelColor(x, y);
                const int most = std::max(
                    {std::abs(a.red() - b.red()), std::abs(a.green() - b.green()), std::abs(a.blue() - b.blue())});
                QVERIFY2(most <= 1, qPrintable(QStringLiteral("%1, %2: %3").arg(x).arg(y).arg(most)));
            }
        }
    }
};

QTEST_MAIN(RoundedBoxTest)
#include "rounded_box_test.moc"
