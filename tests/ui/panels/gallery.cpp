// Draws every panel specimen of ../shared/design/reference at the sizes and in the themes of its pictures, under the
// same file names, so that ours and Grafana's can be laid side by side.

#include <cstdio>

#include <QApplication>
#include <QDir>
#include <QFile>

#include "engine/base/json.h"
#include "ui/frame/field_override.h"
#include "ui/panels/panel_factory.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

FieldType typeNamed(const std::string& name)
{
    if (name == "time") return FieldType::Time;
    if (name == "number") return FieldType::Number;
    if (name == "boolean") return FieldType::Boolean;
    return name == "string" ? FieldType::String : FieldType::Other;
}

Values valuesFrom(const json::Value& list)
{
    std::vector<Cell> cells;
    for (const json::Value& value : list.items()) {
        if (value.isNumber())
            cells.emplace_back(value.toDouble());
        else if (value.isString())
            cells.emplace_back(value.toString());
        else if (value.isBool())
            cells.emplace_back(value.toBool());
        else
            cells.emplace_back();
    }
    return Values::cells(std::move(cells));
}

PanelData panelData(const json::Value& input)
{
    std::vector<Frame> frames;
    for (const json::Value& source : input["frames"].items()) {
        Frame frame;
        frame.name = source["name"].toString();
        frame.refId = source["refId"].toString();
        for (const json::Value& column : source["fields"].items()) {
            Field field;
            field.name = column["name"].toString();
            field.type = typeNamed(column["type"].toString());
            field.values = valuesFrom(column["values"]);
            field.config = fieldConfigFromJson(column["config"]);
            field.displayNameFromDs = column.get("config.displayNameFromDS").toString();
            frame.fields.push_back(std::move(field));
        }
        frames.push_back(std::move(frame));
    }
    applyFieldConfig(frames, fieldConfigSourceFromJson(input.get("panel.fieldConfig")));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = input.get("panel.options");
    data.fromMs = input.get("range.from").toInt();
    data.toMs = input.get("range.to").toInt();
    data.timeZone = "utc";
    return data;
}

}  // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1])
                                    : QDir::tempPath() + QStringLiteral("/watchglass-gallery");
    const std::string filter = argc > 2 ? argv[2] : "";
    QFile file(qEnvironmentVariable("WG_REFERENCE_DIR", QStringLiteral(WG_REFERENCE_DIR)) +
               QStringLiteral("/specimens.json"));
    if (!file.open(QIODevice::ReadOnly) || !QDir().mkpath(folder)) {
        std::fprintf(stderr, "cannot read %s or write %s\n", qPrintable(file.fileName()), qPrintable(folder));
        return 1;
    }
    const auto document = json::parse(file.readAll().toStdString());
    if (!document) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), document.error().message.c_str());
        return 1;
    }
    int drawn = 0;
    for (const ThemeKind theme : {ThemeKind::Dark, ThemeKind::Light}) {
        applyTheme(application, theme);
        for (const json::Value& specimen : (*document)["specimens"].items()) {
            const std::string& type = specimen.get("input.panel.type").toString();
            const std::string& id = specimen["id"].toString();
            if (!isPanelTypeSupported(type) || id.find(filter) == std::string::npos) continue;
            const PanelData data = panelData(specimen["input"]);
            for (const json::Value& picture : specimen["pictures"].items()) {
                if ((picture["theme"].toString() == "dark") != (theme == ThemeKind::Dark)) continue;
                RenderRequest request;
                request.type = type;
                request.title = QString::fromStdString(specimen.get("input.panel.title").toString());
                request.size = QSize(static_cast<int>(picture["size"].at(0).toInt()),
                                     static_cast<int>(picture["size"].at(1).toInt()));
                const QString path = folder + QLatin1Char('/') + QString::fromStdString(picture["file"].toString());
                if (!renderPanel(request, data).save(path)) return 1;
                ++drawn;
            }
        }
    }
    std::printf("%d pictures in %s\n", drawn, qPrintable(folder));
    return 0;
}
