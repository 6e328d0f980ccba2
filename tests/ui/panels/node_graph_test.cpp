#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>
#include <set>

#include "ui/frame/field_override.h"
#include "ui/panels/force_layout.h"
#include "ui/panels/graph_layout.h"
#include "ui/panels/node_graph_panel.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

/// "id:a,b;mainstat:1,2": columns of numbers, or of texts where one of them is none.
Frame frameOf(const QByteArray& columns)
{
    Frame frame;
    for (const QByteArray& column : columns.split(';')) {
        const int colon = static_cast<int>(column.indexOf(':'));
        Field field;
        field.name = column.left(colon).toStdString();
        std::vector<double> numbers;
        std::vector<std::string> texts;
        bool all = true;
        for (const QByteArray& cell : column.mid(colon + 1).split(',')) {
            bool number = false;
            numbers.push_back(cell.toDouble(&number));
            all = all && number;
            texts.push_back(cell.toStdString());
        }
        field.type = all ? FieldType::Number : FieldType::String;
        field.values = all ? Values::numbers(std::move(numbers)) : Values::strings(std::move(texts));
        frame.fields.push_back(std::move(field));
    }
    return frame;
}

PanelData made(std::vector<Frame> frames)
{
    applyFieldConfig(frames, {});
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    return data;
}

QByteArray told(const NodeGraphModel& model)
{
    QByteArrayList out;
    for (const GraphNode& node : model.nodes) {
        QByteArray text = node.id.toUtf8();
        if (!node.title.isEmpty()) text += '(' + node.title.toUtf8() + ')';
        if (!node.mainStat.isEmpty()) text += '=' + node.mainStat.toUtf8();
        for (const GraphArc& arc : node.arcs) text += " arc" + QByteArray::number(arc.share);
        out << text;
    }
    for (const GraphEdge& edge : model.edges)
        out << model.nodes[edge.from].id.toUtf8() + "->" + model.nodes[edge.to].id.toUtf8() +
                   (edge.mainStat.isEmpty() ? QByteArray() : '=' + edge.mainStat.toUtf8());
    for (const QString& note : model.notes) out << "note: " + note.toUtf8();
    if (!model.problem.isEmpty()) out << "problem: " + model.problem.toUtf8();
    return out.join(" | ");
}

/// Kinds of graphs that layouts have to cope with.
GraphEdges edgesOf(std::size_t nodes, int kind);

GraphEdges chain(std::size_t nodes)
{
    GraphEdges edges;
    for (std::size_t i = 1; i < nodes; ++i) edges.emplace_back(i - 1, i);
    return edges;
}

GraphEdges edgesOf(std::size_t nodes, int kind)
{
    GraphEdges edges = kind == 1 ? GraphEdges() : chain(nodes);
    if (kind == 2) edges.emplace_back(nodes - 1, 0);
    if (kind == 3) {
        edges.clear();
        for (std::size_t i = 1; i < nodes; ++i) edges.emplace_back(0, i);
    }
    if (kind == 4) {
        for (std::size_t i = 0; i < nodes * 5; ++i) edges.emplace_back(i * 7919 % nodes, i * 104729 % nodes);
    }
    if (kind == 5) edges = {{0, 99}, {99, 1}, {2, 2}};
    return edges;
}

/// No two nodes nearer than half the spacing.
bool apart(const std::vector<QPointF>& places)
{
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t j = i + 1; j < places.size(); ++j) {
            const QPointF way = places[i] - places[j];
            if (std::hypot(way.x(), way.y()) < 75) return false;
        }
    }
    return true;
}

}  // namespace

class NodeGraphTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void readsFrames_data()
    {
        QTest::addColumn<QByteArrayList>("frames");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, QByteArrayList frames, const char* expected) {
            QTest::newRow(name) << frames << QByteArray(expected);
        };
        row("nodes and edges", {"id:a,b;Title:A,<b>B</b>;mainStat:1,2", "id:1;source:a;target:b;mainstat:7"},
            "a(A)=1 | b(<b>B</b>)=2 | a->b=7");
        row("nodes alone", {"id:a"}, "a");
        row("shares", {"id:a;arc__ok:0.75;arc__bad:0.25"}, "a arc0.75 arc0.25");
        row("edges alone sum what comes in", {"id:1,2,3;source:a,b,a;target:c,c,b;mainstat:1,2,4"},
            "a(a)=0 | c(c)=3 | b(b)=4 | a->c=1 | b->c=2 | a->b=4");
        row("edges to nowhere", {"id:a", "id:1,2;source:a,x;target:y,a"},
            "a | note: 2 edges lead to nodes that are not there");
        row("the same node twice", {"id:a,a"}, "a");
        row("missing fields", {"name:a"},
            "problem: Nodes need a field id; edges need the fields id, source and target");
        row("nothing", {}, "");
    }

    void readsFrames()
    {
        QFETCH(QByteArrayList, frames);
        QFETCH(QByteArray, expected);
        std::vector<Frame> made_;
        for (const QByteArray& frame : frames) made_.push_back(frameOf(frame));
        QCOMPARE(told(nodeGraphModel(made(std::move(made_)))), expected);
    }

    void namesOfTransformationsCount()
    {
        Frame frame = frameOf("id:a;Value #A:5");
        frame.fields[1].config.displayName = "mainstat";
        QCOMPARE(told(nodeGraphModel(made({frame}))), QByteArray("a=5"));
    }

    void looksOfEdges()
    {
        const auto model = nodeGraphModel(
            made({frameOf("id:1;source:a;target:b;thickness:3;color:#ff0000;strokeDasharray:5 3 2")}));
        QCOMPARE(model.edges[0].thickness, 3.0);
        QCOMPARE(model.edges[0].color, QColor(Qt::red));
        QCOMPARE(model.edges[0].dashes, (std::vector<double>{5, 3, 2, 5, 3, 2}));
    }

    void fixedPlacesAreKept()
    {
        const auto model = nodeGraphModel(made({frameOf("id:a,b;fixedX:5,1e300;fixedY:6,7")}));
        QCOMPARE(model.nodes[0].at, QPointF(5, 6));
        QCOMPARE(model.nodes[1].at, QPointF(1e6, 7));
    }

    void layersFollowTheEdges()
    {
        const auto places = layeredLayout(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}, {});
        QCOMPARE(places[0].x(), 0.0);
        QCOMPARE(places[1].x(), 190.0);
        QCOMPARE(places[2].x(), 190.0);
        QCOMPARE(places[3].x(), 380.0);
        QCOMPARE(places[0].y(), (places[1].y() + places[2].y()) / 2);
        QCOMPARE(places[3].y(), places[0].y());
    }

    void anyGraphIsLaidOut_data()
    {
        QTest::addColumn<qulonglong>("nodes");
        QTest::addColumn<int>("kind");
        QTest::newRow("none") << 0ULL << 0;
        QTest::newRow("one") << 1ULL << 0;
        QTest::newRow("no edges") << 30ULL << 1;
        QTest::newRow("a ring") << 30ULL << 2;
        QTest::newRow("a long chain") << 1500ULL << 0;
        QTest::newRow("a star") << 300ULL << 3;
        QTest::newRow("tangle") << 200ULL << 4;
        QTest::newRow("bad indices") << 5ULL << 5;
    }

    void anyGraphIsLaidOut()
    {
        QFETCH(qulonglong, nodes);
        QFETCH(int, kind);
        const GraphEdges edges = edgesOf(nodes, kind);
        for (const auto layout : {layeredLayout, forceLayout}) {
            const auto places = layout(nodes, edges, {});
            QCOMPARE(places.size(), std::size_t{nodes});
            QVERIFY(apart(places));
            QCOMPARE(layout(nodes, edges, {}), places);
        }
        QVERIFY(apart(gridLayout(nodes, {})));
    }

    void forcesKeepWhatHangsTogetherNear()
    {
        // Two rings of six without a root, and one node alone.
        GraphEdges edges;
        for (std::size_t i = 0; i < 6; ++i) {
            edges.emplace_back(i, (i + 1) % 6);
            edges.emplace_back(6 + i, 6 + (i + 1) % 6);
        }
        const auto places = forceLayout(13, edges, {});
        const auto distance = [&](std::size_t a, std::size_t b) {
            return std::hypot(places[a].x() - places[b].x(), places[a].y() - places[b].y());
        };
        double linked = 0;
        double others = 0;
        for (const auto& [from, to] : edges) linked += distance(from, to) / static_cast<double>(edges.size());
        for (std::size_t i = 0; i < 6; ++i) {
            for (std::size_t j = 0; j < 6; ++j) others += distance(i, 6 + j) / 36;
        }
        QVERIFY2(linked < 300 && linked * 1.7 < others, QByteArray::number(linked) + ' ' + QByteArray::number(others));
    }

    void forcesRunFromLeftToRight()
    {
        const auto places = forceLayout(4, {{0, 1}, {1, 2}, {2, 3}}, {});
        for (std::size_t i = 1; i < 4; ++i) QVERIFY(places[i].x() > places[i - 1].x() + 75);
    }

    void aNewNodeFindsItsPlace()
    {
        const PanelData small = made({frameOf("id:a,b"), frameOf("id:1;source:a;target:b")});
        PanelData large = made({frameOf("id:a,b,c"), frameOf("id:1,2;source:a,a;target:b,c")});
        for (const char* layout : {"layered", "force", "grid"}) {
            large.options.set("layoutAlgorithm", json::Value(std::string(layout)));
            const NodeGraphModel before = nodeGraphModel(small);
            const NodeGraphModel after = nodeGraphModel(large, &before);
            QVERIFY(after.shape != before.shape);
            QVERIFY(apart({after.nodes[0].at, after.nodes[1].at, after.nodes[2].at}));
        }
    }

    void newFiguresMoveNothing()
    {
        const auto data = [](const QByteArray& stats) {
            return made({frameOf("id:a,b;mainstat:" + stats), frameOf("id:1;source:a;target:b")});
        };
        NodeGraphModel before = nodeGraphModel(data("1,2"));
        before.nodes[1].at = {7, 8};  // were it laid out again, it would be elsewhere
        const NodeGraphModel after = nodeGraphModel(data("3,4"), &before);
        QCOMPARE(after.nodes[1].at, QPointF(7, 8));
        QCOMPARE(after.nodes[1].mainStat, QStringLiteral("4"));
    }

    void arcsAreToldApart()
    {
        Frame frame = frameOf("id:a;arc__ok:0.75;arc__bad:0.25");
        const auto colors = [&] {
            const auto model = nodeGraphModel(made({frame}));
            return std::pair{model.nodes[0].arcs[0].color, model.nodes[0].arcs[1].color};
        };
        QVERIFY(colors().first != colors().second);
        frame.fields[2].config.color = FieldColor{};
        frame.fields[2].config.color->fixedColor = "#ff0000";
        QCOMPARE(colors().second, QColor(Qt::red));
    }

    void tooManyNodesAreLeftOutWithANote()
    {
        std::vector<std::string> ids;
        for (int i = 0; i < 100'000; ++i) ids.push_back("n" + std::to_string(i));
        Frame frame;
        Field field;
        field.name = "id";
        field.type = FieldType::String;
        field.values = Values::strings(std::move(ids));
        frame.fields.push_back(std::move(field));
        const auto model = nodeGraphModel(made({frame, frameOf("id:1,2;source:n0,n5;target:n99999,n6")}));
        QCOMPARE(model.nodes.size(), kMostNodes);
        QCOMPARE(model.edges.size(), std::size_t{1});
        QCOMPARE(model.notes[0], QStringLiteral("98500 more nodes are not drawn"));
        QCOMPARE(model.notes[1], QStringLiteral("1 more edges are not drawn"));
    }

    void keysAndReadersGoFromNodeToNode()
    {
        NodeGraphPanel panel;
        panel.resize(800, 400);
        panel.setData(
            made({frameOf("id:a,b;title:First,Second;mainstat:1,2"), frameOf("id:1;source:a;target:b;mainstat:7")}));
        panel.setCurrentElement(0);
        QTest::keyClick(&panel, Qt::Key_Right);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("First → Second"));
        QTest::keyClick(&panel, Qt::Key_Right);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("Second"));
        QCOMPARE(panel.element(*panel.currentElement()).value, QStringLiteral("2"));
        QCOMPARE(QAccessible::queryAccessibleInterface(&panel)->childCount(), 3);
        // The wheel belongs to the dashboard unless Ctrl is held.
        const QRectF before = panel.element(0).box;
        for (const Qt::KeyboardModifiers keys :
             {Qt::KeyboardModifiers(Qt::NoModifier), Qt::KeyboardModifiers(Qt::ControlModifier)}) {
            QWheelEvent wheel({400, 200}, {400, 200}, {}, {0, 120}, {}, keys, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&panel, &wheel);
            QCOMPARE(panel.element(0).box.width() > before.width(), keys == Qt::ControlModifier);
        }
        QTest::keyClick(&panel, Qt::Key_Home);
        QCOMPARE(panel.element(0).box, before);
    }
};

QTEST_MAIN(NodeGraphTest)
#include "node_graph_test.moc"
