#include "engine/remotewrite/snappy_block.h"

#include <QtTest/QtTest>

#include <snappy.h>

using namespace watchglass;
using namespace watchglass::remotewrite;

class SnappyBlockTest : public QObject {
    Q_OBJECT

private:
    static std::string packed(const std::string& text)
    {
        std::string out;
        snappy::Compress(text.data(), text.size(), &out);
        return out;
    }

private slots:
    void unpacks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a word") << QByteArray("watchglass");
        // As much as the format can pack: the check of the claimed length must let it through.
        QTest::newRow("zeros") << QByteArray(1 << 20, '\0');
        QByteArray mixed;
        for (int i = 0; i < 100'000; ++i) mixed += QByteArray::number(i * 7919 % 1000);
        QTest::newRow("mixed") << mixed;
    }

    void unpacks()
    {
        QFETCH(QByteArray, text);
        const auto out = unpackSnappy(packed(text.toStdString()));
        QVERIFY2(out.has_value(), out ? "" : out.error().message.c_str());
        QVERIFY(*out == text.toStdString());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<QByteArray>("says");
        const QByteArray good = QByteArray::fromStdString(packed(std::string(1000, 'x') + "end"));
        QTest::newRow("empty") << QByteArray() << QByteArray("snappy: corrupt input");
        QTest::newRow("cut") << good.left(good.size() - 1) << QByteArray("snappy: corrupt input");
        QTest::newRow("more behind") << good + "x" << QByteArray("snappy: corrupt input");
        QTest::newRow("text") << QByteArray("not snappy at all") << QByteArray("snappy: corrupt input");
        QTest::newRow("length without end") << QByteArray("\xff\xff\xff\xff\xff\xff") << QByteArray("snappy: corrupt");
        QTest::newRow("4 GB of 2 bytes") << QByteArray("\xff\xff\xff\xff\x0f\x04hi", 8) << QByteArray("more than");
        QTest::newRow("50 MB of 3 bytes") << QByteArray("\x80\xe1\xeb\x17\x04hi", 7) << QByteArray("snappy: corrupt");
    }

    void refuses()
    {
        QFETCH(QByteArray, block);
        QFETCH(QByteArray, says);
        const auto out = unpackSnappy(block.toStdString());
        QVERIFY(!out.has_value());
        QVERIFY2(out.error().message.find(says.toStdString()) != std::string::npos, out.error().message.c_str());
    }
};

QTEST_APPLESS_MAIN(SnappyBlockTest)
#include "snappy_block_test.moc"
