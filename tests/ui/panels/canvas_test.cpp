#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/panels/canvas_panel.h"
#include "ui/panels/panel_factory.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text)
{
    const auto value = json::parse(text.replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

/// A frame with the numbers cpu = 10, 90 and load = 1, 5.
PanelData made(const QByteArray& elements)
{
    Frame frame;
    for (const auto& [name, values] : {std::pair{"cpu", std::vector<double>{10, 90}}, {"load", {1, 5}}}) {
        Field field;
        field.name = name;
        field.values = Values::numbers(values);
        frame.fields.push_back(std::move(field));
    }
    std::vector<Frame> frames{std::move(frame)};
    applyFieldConfig(
        frames,
        fieldConfigSourceFromJson(parsed(
            "{'defaults':{'unit':'percent','color':{'mode':'thresholds'},'thresholds':{'mode':"
            "'absolute','steps':[{'value':null,'color':'#00ff00'},{'value':80,'color':'#ff0000'}]},'mappings':[{'type':"
            "'range','options':{'from':3,'to':9,'result':{'icon':'img/icons/unicons/cloud.svg'}}}]}}")));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed("{'panZoom':true,'tooltip':{'mode':'single'},'root':{'elements':" + elements + "}}");
    return data;
}

QByteArray told(const CanvasModel& model)
{
    QByteArrayList out;
    for (const CanvasElement& one : model.elements)
        out << QByteArray::fromStdString(one.type) + '[' + one.text.toUtf8() + "] " +
                   one.ground.name(QColor::HexArgb).toUtf8() + ' ' + one.ink.name().toUtf8() +
                   (one.known ? "" : " unknown");
    for (const CanvasConnection& one : model.connections)
        out << QByteArray::number(qulonglong(one.from)) + "->" + QByteArray::number(qulonglong(one.to)) + ' ' +
                   one.color.name().toUtf8() + ' ' + QByteArray::number(one.width) + (one.arrowAtStart ? " both" : "");
    return out.join(" | ");
}

}  // namespace

class CanvasTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void elementsAreHeldByTheirConstraints_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QRectF>("box");  // on a canvas of 400 by 200
        const auto row = [](const char* name, const char* options, QRectF box) {
            QTest::newRow(name) << QByteArray(options) << box;
        };
        row("usual", "{}", {0, 0, 100, 100});
        row("left top", "{'placement':{'left':5,'top':6,'width':30,'height':20}}", {5, 6, 30, 20});
        row("right bottom",
            "{'constraint':{'horizontal':'right','vertical':'bottom'},'placement':{'right':5,'bottom':6,'width':30,"
            "'height':20}}",
            {365, 174, 30, 20});
        row("both sides",
            "{'constraint':{'horizontal':'leftright','vertical':'topbottom'},'placement':{'left':10,'right':20,'top':5,"
            "'bottom':15}}",
            {10, 5, 370, 180});
        row("centre",
            "{'constraint':{'horizontal':'center','vertical':'center'},'placement':{'left':10,'top':-5,'width':40,"
            "'height':20}}",
            {170, 95, 40, 20});
        row("scale",
            "{'constraint':{'horizontal':'scale','vertical':'scale'},'placement':{'left':10,'right':40,'top':25,"
            "'bottom':25}}",
            {40, 50, 200, 100});
        row("never smaller than 10", "{'placement':{'width':-3,'height':0}}", {0, 0, 10, 10});
        row("absurd", "{'placement':{'left':1e300,'width':100,'height':100}}", {20000, 0, 100, 100});
    }

    void elementsAreHeldByTheirConstraints()
    {
        QFETCH(QByteArray, options);
        QFETCH(QRectF, box);
        const CanvasModel model = canvasModel(made("[" + options + "]"));
        QCOMPARE(model.elements.size(), std::size_t{1});
        QCOMPARE(model.elements[0].place.in({400, 200}), box);
    }

    void signsAreFixedOrOfTheMappingOfAValue_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("icon");
        QTest::newRow("fixed") << QByteArray("{'mode':'fixed','fixed':'img/icons/unicons/heart.svg'}") << "heart";
        QTest::newRow("without a mode") << QByteArray("{'fixed':'img/icons/unicons/heart.svg'}") << "heart";
        QTest::newRow("mapped") << QByteArray("{'mode':'field','field':'load','fixed':'heart.svg'}") << "cloud";
        QTest::newRow("not mapped") << QByteArray("{'mode':'field','field':'cpu'}") << "";
        QTest::newRow("no such field") << QByteArray("{'mode':'field','field':'none'}") << "";
    }

    void signsAreFixedOrOfTheMappingOfAValue()
    {
        QFETCH(QByteArray, path);
        QFETCH(QString, icon);
        const CanvasModel model = canvasModel(made("[{'type':'icon','config':{'path':" + path + "}}]"));
        QCOMPARE(model.elements.at(0).icon, icon);
    }

    void elementsFollowTheirFields_data()
    {
        QTest::addColumn<QByteArray>("elements");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* elements, const char* expected) {
            QTest::newRow(name) << QByteArray(elements) << QByteArray(expected);
        };
        row("nothing", "[]", "");
        row("the last value of a field",
            "[{'type':'metric-value','config':{'text':{'mode':'field','field':'cpu'},'color':{'field':'cpu'}}}]",
            "metric-value[90%] #00000000 #ff0000");
        row("a field that is not there", "[{'type':'metric-value','config':{'text':{'mode':'field','field':'x'}}}]",
            "metric-value[No data] #00000000 #ccccdc");
        row("fixed text as text", "[{'type':'text','config':{'text':{'mode':'fixed','fixed':'<b>a</b>'}}}]",
            "text[<b>a</b>] #00000000 #ccccdc");
        row("ground by field", "[{'type':'ellipse','background':{'color':{'field':'cpu','fixed':'blue'}}}]",
            "ellipse[] #ffff0000 #ccccdc");
        row("ground of old ellipses", "[{'type':'ellipse','config':{'backgroundColor':{'fixed':'#123456'}}}]",
            "ellipse[] #ff123456 #ccccdc");
        row("a type that is not drawn", "[{'type':'windTurbine'}]",
            "windTurbine[windTurbine] #00000000 #ccccdc unknown");
        row("frames are opened", "[{'type':'frame','elements':[{'type':'text','config':{'text':{'fixed':'in'}}}]}]",
            "text[in] #00000000 #ccccdc");
        row("connections",
            "[{'type':'text','name':'a','connections':[{'targetName':'b','direction':'both','color':{'field':'cpu'},"
            "'size':{'field':'load','min':1,'max':9}},{'targetName':'nobody'},{}]},{'type':'text','name':'b'}]",
            "text[] #00000000 #ccccdc | text[] #00000000 #ccccdc | 0->1 #ff0000 9 both");
    }

    void elementsFollowTheirFields()
    {
        QFETCH(QByteArray, elements);
        QFETCH(QByteArray, expected);
        QCOMPARE(told(canvasModel(made(elements))), expected);
    }

    void connectionsStartAtTurnedCorners()
    {
        const QRectF box(100, 100, 40, 20);
        QCOMPARE(anchorOf(box, 0, {0, 0}), QPointF(120, 110));
        QCOMPARE(anchorOf(box, 0, {1, 1}), QPointF(140, 100));
        const QPointF turned = anchorOf(box, 90, {1, 0});
        QVERIFY(std::hypot(turned.x() - 120, turned.y() - 130) < 1e-9);
    }

    void clicksFollowLinks()
    {
        CanvasPanel panel;
        panel.resize(400, 200);
        panel.setData(
            made("[{'type':'button','name':'go','config':{'text':{'mode':'fixed','fixed':'Go'}},"
                 "'links':[{'title':'t','url':'https://a.example/x'}]},"
                 "{'type':'metric-value','name':'value','placement':{'left':200},'config':{'text':{'mode':"
                 "'field','field':'cpu'}},'links':[{'title':'t','url':'https://a.example/${__field.name}'}]}]"));
        QSignalSpy spy(&panel, &PanelWidget::linkActivated);
        QTest::mouseClick(&panel, Qt::LeftButton, {}, {50, 50});
        QTest::mouseClick(&panel, Qt::LeftButton, {}, {250, 50});
        QTest::mouseClick(&panel, Qt::LeftButton, {}, {150, 150});
        QCOMPARE(spy.count(), 2);
        QCOMPARE(spy[0][0].toUrl(), QUrl(QStringLiteral("https://a.example/x")));
        QCOMPARE(spy[1][0].toUrl(), QUrl(QStringLiteral("https://a.example/cpu")));
        panel.setCurrentElement(0);
        QTest::keyClick(&panel, Qt::Key_Return);
        QCOMPARE(spy.count(), 3);
        QCOMPARE(panel.summary(), QStringLiteral("go: Go, value: 90%"));
    }

    void drawsWhatItIsTold()
    {
        RenderRequest request;
        request.type = "canvas";
        request.size = {400, 240};
        const QImage image = renderPanel(
            request,
            made("[{'type':'rectangle','background':{'color':{'fixed':'#0000ff'}},'placement':{'left':100,'top':50,"
                 "'width':80,'height':60}}]"));
        int blue = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) blue += image.pixelColor(x, y) == QColor(Qt::blue) ? 1 : 0;
        }
        QCOMPARE(blue, 80 * 60);
    }

    void tooManyElementsAreLeftOutWithANote()
    {
        QByteArray elements = "[";
        for (int i = 0; i < 2100; ++i) elements += (i > 0 ? ",{'type':'text'}" : "{'type':'text'}");
        const CanvasModel model = canvasModel(made(elements + ']'));
        QCOMPARE(model.elements.size(), std::size_t{2000});
        QCOMPARE(model.notes[0], QStringLiteral("100 more elements are not drawn"));
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
