#include "tests/conformance/reference/reference.h"

#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontInfo>
#include <QHoverEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTableView>

#include "tests/conformance/reference/measure.h"
#include "tests/conformance/reference/picture.h"
#include "tests/conformance/reference/specimen.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/panel_frame.h"
#include "ui/plot/time_series_view.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::conformance {

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kNoData = 77;

struct Options {
    QString dir = qEnvironmentVariable("WG_REFERENCE_DIR", QStringLiteral(WG_REFERENCE_DIR));
    QString out;
    std::string only;
    bool misses = false;
};

/// All specimens of one component.
struct Component {
    Measures measures;
    double similarity = 0;
    double worst = 2;
    std::string worstFile;
    std::size_t pictures = 0;
};

std::optional<Options> parseOptions(int argc, char** argv)
{
    Options options;
    for (int i = 2; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool last = i + 1 == argc;
        if (argument == "--misses")
            options.misses = true;
        else if (argument == "--dir" && !last)
            options.dir = QString::fromLocal8Bit(argv[++i]);
        else if (argument == "--out" && !last)
            options.out = QString::fromLocal8Bit(argv[++i]);
        else if (argument == "--only" && !last)
            options.only = argv[++i];
        else
            return {};
    }
    return options;
}

/// Puts the pointer where the specimen has it.
void applyState(const json::Value& state, ui::PanelFrame& frame)
{
    frame.setAttribute(Qt::WA_UnderMouse);  // which shows the menu button
    if (const auto* view = frame.findChild<ui::TimeSeriesView*>(); view && !state["pointerInPlot"].isNull()) {
        const QRectF plot = view->layoutInfo().plot;
        // Pointers of browsers are in whole pixels.
        const QPointF at(std::floor(plot.left() + plot.width() * state["pointerInPlot"].at(0).toDouble()),
                         std::floor(plot.top() + plot.height() * state["pointerInPlot"].at(1).toDouble()));
        QMouseEvent move(QEvent::MouseMove, at, view->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(frame.findChild<ui::TimeSeriesView*>(), &move);
    }
    if (auto* table = frame.findChild<QTableView*>(); table && state.isString() && state.toString() == "hover") {
        // Pointing at a cell scrolls to it first.
        const QModelIndex cell = table->model()->index(1, 1);
        table->scrollTo(cell);
        const QPointF at = QRectF(table->visualRect(cell)).center();
        QHoverEvent move(QEvent::HoverMove, at, table->viewport()->mapToGlobal(at), QPointF(-1, -1));
        QApplication::sendEvent(table->viewport(), &move);
        QMouseEvent mouse(QEvent::MouseMove, at, table->viewport()->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        QApplication::sendEvent(table->viewport(), &mouse);
    }
}

/// The measures and the similarity of one picture.
double comparePicture(const json::Value& specimen, const json::Value& picture, const Options& options,
                      Measures& measures)
{
    const ui::PanelData data = specimenData(specimen["input"]);
    const QSize size(static_cast<int>(picture["size"].at(0).toInt()), static_cast<int>(picture["size"].at(1).toInt()));
    ui::PanelFrame frame;
    frame.setAttribute(Qt::WA_DontShowOnScreen);
    frame.setPanel(ui::createPanel(data.type));
    frame.setTitle(QString::fromStdString(specimen.get("input.panel.title").toString()));
    frame.resize(size);
    frame.setData(data);
    frame.show();
    QImage ours(size, QImage::Format_RGB32);
    ours.fill(ui::currentTheme().canvas);
    const auto paint = [&](QPaintDevice& device) {
        QPainter painter(&device);
        frame.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    };
    paint(ours);
    if (!specimen["state"].isNull()) {
        applyState(specimen["state"], frame);
        paint(ours);
    }
    Recorder drawn(size);
    paint(drawn);
    recordGraph(*frame.panel(), frame.panel()->pos(), drawn);
    recordCells(*frame.panel(), drawn);
    drawn.joinTexts();
    compareDrawn(picture["measured"], drawn, size, measures);
    compareGraph(picture["measured"], *frame.panel(), measures);
    const QString name = QString::fromStdString(picture["file"].toString());
    const QImage theirs(options.dir + QLatin1Char('/') + name);
    if (!options.out.isEmpty()) {
        static_cast<void>(besideEachOther(ours, theirs).save(options.out + QLatin1Char('/') + name));
    }
    return similarity(ours, theirs);
}

void add(Tally& all, const Tally& one)
{
    all.passed += one.passed;
    all.failed += one.failed;
}

void printMisses(const std::string& file, const Measures& measures)
{
    for (const Tally* tally :
         {&measures.ticks, &measures.texts, &measures.positions, &measures.boxes, &measures.colors}) {
        for (const std::string& miss : tally->misses) std::printf("%s: %s\n", file.c_str(), miss.c_str());
    }
}

void printComponent(const std::string& name, const Component& all)
{
    const Measures& m = all.measures;
    const auto sum = [](std::initializer_list<std::size_t> parts) {
        std::size_t total = 0;
        for (const std::size_t part : parts) total += part;
        return total;
    };
    std::printf("%s: %zu passed, %zu failed, SSIM mean %.4f\n", name.c_str(),
                sum({m.ticks.passed, m.texts.passed, m.positions.passed, m.boxes.passed, m.colors.passed}),
                sum({m.ticks.failed, m.texts.failed, m.positions.failed, m.boxes.failed, m.colors.failed}),
                all.similarity / static_cast<double>(all.pictures));
    const auto line = [](const char* what, const Tally& tally) {
        const std::size_t total = tally.passed + tally.failed;
        if (total == 0) return;
        std::printf("  %-28s %zu of %zu (%.1f %%)\n", what, tally.passed, total,
                    100.0 * static_cast<double>(tally.passed) / static_cast<double>(total));
    };
    line("ticks of axes", m.ticks);
    line("texts", m.texts);
    line("text positions within 2 px", m.positions);
    line("box edges within 0.5 px", m.boxes);
    line("colours", m.colors);
    std::printf("  least alike of %zu pictures: %.4f %s\n", all.pictures, all.worst, all.worstFile.c_str());
}

}  // namespace

int runReference(int argc, char** argv)
{
    const auto options = parseOptions(argc, argv);
    if (!options) {
        std::fprintf(stderr, "usage: watchglass_conformance reference [--dir DIR] [--out DIR] [--only TEXT] "
                             "[--misses]\n");
        return kUsage;
    }
    QFile file(options->dir + QStringLiteral("/specimens.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        std::printf("no reference: %s is not there; nothing was tested\n", qPrintable(file.fileName()));
        return kNoData;
    }
    const auto document = json::parse(file.readAll().toStdString());
    if (!document) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), document.error().message.c_str());
        return kFailed;
    }
    if (!options->out.isEmpty() && !QDir().mkpath(options->out)) {
        std::fprintf(stderr, "cannot write %s\n", qPrintable(options->out));
        return kUsage;
    }
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (QFontInfo(ui::textFont()).family() != QLatin1String("Inter")) {
        std::printf("the font Inter is not installed; nothing was tested\n");
        return kNoData;
    }
    std::map<std::string, Component> components;
    for (const ui::ThemeKind theme : {ui::ThemeKind::Dark, ui::ThemeKind::Light}) {
        ui::applyTheme(application, theme);
        for (const json::Value& specimen : (*document)["specimens"].items()) {
            if (specimen["input"].isNull() || specimen["id"].toString().find(options->only) == std::string::npos)
                continue;
            for (const json::Value& picture : specimen["pictures"].items()) {
                if ((picture["theme"].toString() == "dark") != (theme == ui::ThemeKind::Dark)) continue;
                Measures measures;
                const double alike = comparePicture(specimen, picture, *options, measures);
                Component& all = components[specimen["component"].toString()];
                add(all.measures.ticks, measures.ticks);
                add(all.measures.texts, measures.texts);
                add(all.measures.positions, measures.positions);
                add(all.measures.boxes, measures.boxes);
                add(all.measures.colors, measures.colors);
                all.similarity += alike;
                ++all.pictures;
                const std::string& name = picture["file"].toString();
                if (alike < all.worst) {
                    all.worst = alike;
                    all.worstFile = name;
                }
                if (options->misses) {
                    std::printf("%s: SSIM %.4f\n", name.c_str(), alike);
                    printMisses(name, measures);
                }
            }
        }
    }
    bool failed = false;
    for (const auto& [name, all] : components) {
        printComponent(name, all);
        const Measures& m = all.measures;
        failed = failed || m.ticks.failed + m.texts.failed + m.positions.failed + m.boxes.failed + m.colors.failed > 0;
    }
    return failed ? kFailed : 0;
}

}  // namespace watchglass::conformance
