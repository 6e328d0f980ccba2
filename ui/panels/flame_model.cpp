#include "ui/panels/flame_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QCoreApplication>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

QString said(const char* text) { return QCoreApplication::translate("FlameGraph", text); }

const Field* named(const Frame& frame, std::string_view name)
{
    for (const Field& field : frame.fields) {
        if (field.name == name) return &field;
    }
    // A transformation renames what is shown, not the field.
    for (const Field& field : frame.fields) {
        if (field.displayName == name) return &field;
    }
    return nullptr;
}

/// The text of a row; enumerations are numbers that stand for texts.
QString labelAt(const Field& field, std::size_t row, const FormatContext& format)
{
    if (field.type == FieldType::Enum)
        return toQString(DisplayProcessor(field, currentVisualTheme(), format)(field.values.cell(row)).toString());
    return toQString(field.values.text(row));
}

/// Numbers in texts count: labels have no others.
double numberAt(const Field& field, std::size_t row)
{
    if (row >= field.values.size()) return std::nan("");
    const double value = field.values.number(row);
    if (!std::isnan(value)) return value;
    bool number = false;
    const double parsed = toQString(field.values.text(row)).toDouble(&number);
    return number ? parsed : std::nan("");
}

/// Each symbol's total: a block counts unless one of the same name lies around it.
void addTotals(FlameModel& model)
{
    std::vector<std::size_t> open;  // labels of the blocks around, by level
    std::map<std::size_t, std::size_t> around;
    for (const FlameBlock& block : model.blocks) {
        while (open.size() > static_cast<std::size_t>(block.level)) {
            --around[open.back()];
            open.pop_back();
        }
        FlameSymbol& symbol = model.symbols[block.label];
        symbol.self += block.self;
        ++symbol.blocks;
        if (around[block.label]++ == 0) symbol.total += block.value;
        open.push_back(block.label);
    }
}

QColor hashed(const QString& text, bool dark)
{
    std::uint32_t hash = 2166136261U;
    for (const QChar letter : text) hash = (hash ^ letter.unicode()) * 16777619U;
    const int hue = static_cast<int>(hash % 360);
    return QColor::fromHsl(hue, 125 + static_cast<int>(hash / 360 % 40), dark ? 125 : 155);
}

}  // namespace

FlameModel flameModel(const PanelData& data)
{
    FlameModel model;
    const auto& frames = *data.frames;
    if (frames.empty()) return model;
    std::set<QString> missing;
    const Field* level = nullptr;
    const Field* value = nullptr;
    const Field* self = nullptr;
    const Field* label = nullptr;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        level = named(frames[i], "level");
        value = named(frames[i], "value");
        self = named(frames[i], "self");
        label = named(frames[i], "label");
        model.frame = i;
        if (level && value && self && label) break;
    }
    if (!level) missing.insert(QStringLiteral("level"));
    if (!value) missing.insert(QStringLiteral("value"));
    if (!self) missing.insert(QStringLiteral("self"));
    if (!label) missing.insert(QStringLiteral("label"));
    if (!missing.empty()) {
        model.problem =
            said("Missing fields: %1").arg(QStringList(missing.begin(), missing.end()).join(QStringLiteral(", ")));
        return model;
    }
    model.valueField = static_cast<std::size_t>(value - frames[model.frame].fields.data());
    const FormatContext format = formatContextOf(data);
    std::map<QString, std::size_t> labels;
    struct Open {
        std::size_t block = 0;
        double next = 0;  ///< where the next child begins
    };
    std::vector<Open> open;
    const std::size_t rows = level->values.size();
    double roots = 0;
    for (std::size_t row = 0; row < std::min(rows, kMostBlocks); ++row) {
        FlameBlock block;
        const double wanted = numberAt(*level, row);
        const auto deepest = static_cast<double>(open.size());
        block.level = static_cast<int>(std::isfinite(wanted) ? std::clamp(wanted, 0.0, deepest) : 0);
        const auto number = [&](const Field& field) {
            const double found = numberAt(field, row);
            return std::isfinite(found) ? std::max(found, 0.0) : 0.0;
        };
        block.value = number(*value);
        block.self = number(*self);
        block.row = row;
        const QString text = labelAt(*label, row, format).left(2000);
        block.label = labels.emplace(text, labels.size()).first->second;
        if (block.label == model.symbols.size()) model.symbols.push_back({text, 0, 0, 0});
        open.resize(static_cast<std::size_t>(block.level));
        const std::size_t index = model.blocks.size();
        block.parent = open.empty() ? index : open.back().block;
        double& next = open.empty() ? roots : open.back().next;
        block.start = next;
        next += block.value;
        model.depth = std::max(model.depth, block.level + 1);
        open.push_back({index, block.start});
        model.blocks.push_back(block);
    }
    model.total = roots;
    if (rows > kMostBlocks) model.notes.push_back(said("%1 more blocks are not drawn").arg(rows - kMostBlocks));
    addTotals(model);
    return model;
}

QString packageOf(const QString& label)
{
    const auto slash = label.lastIndexOf(QLatin1Char('/'));
    const auto dot = label.indexOf(QLatin1Char('.'), std::max<qsizetype>(slash, 0));
    if (dot > 0) return label.left(dot);
    const auto colons = label.indexOf(QLatin1String("::"));
    return colons > 0 ? label.left(colons) : label;
}

QColor flameColorByPackage(const QString& label, bool dark) { return hashed(packageOf(label), dark); }

QColor flameColorByValue(double share, bool dark)
{
    // From yellow for little to red for much; a tenth of the whole is much.
    const double much = std::clamp(std::isfinite(share) ? share * 10 : 0, 0.0, 1.0);
    return QColor::fromHsl(static_cast<int>(50 - 45 * much), 190, dark ? 125 : 150);
}

}  // namespace watchglass::ui
