#include <QString>
#include <algorithm>
#include <cctype>
#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

void rename(Field& field, const std::string& name)
{
    field.config.displayName = name;
    field.displayName = name;
}

/// The names that the fields of a frame would have if it were the only one.
std::vector<std::string> namesAlone(const Frame& frame)
{
    std::vector<Frame> alone{frame};
    assignDisplayNames(alone);
    std::vector<std::string> names;
    for (const Field& field : alone.front().fields) names.push_back(field.displayName);
    return names;
}

QString folded(std::string_view text)
{
    QString out;
    for (const QChar c :
         QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).normalized(QString::NormalizationForm_D)) {
        if (c.category() != QChar::Mark_NonSpacing) out += c.toCaseFolded();
    }
    return out;
}

/// Without case and accents; runs of digits by their number. Signs come before digits, digits before letters.
int compareNatural(std::string_view left, std::string_view right)
{
    const QString a = folded(left);
    const QString b = folded(right);
    const auto kind = [](QChar c) { return c.isLetter() ? 2 : c.isDigit() ? 1 : 0; };
    qsizetype i = 0;
    qsizetype k = 0;
    while (i < a.size() && k < b.size()) {
        if (a[i].isDigit() && b[k].isDigit()) {
            const auto number = [](const QString& text, qsizetype& at) {
                const qsizetype from = at;
                while (at < text.size() && text[at].isDigit()) ++at;
                QString digits = text.mid(from, at - from);
                while (digits.size() > 1 && digits.startsWith(u'0')) digits.remove(0, 1);
                return digits;
            };
            const QString x = number(a, i);
            const QString y = number(b, k);
            if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
            if (x != y) return x < y ? -1 : 1;
            continue;
        }
        if (kind(a[i]) != kind(b[k])) return kind(a[i]) - kind(b[k]);
        if (a[i] != b[k]) return a[i] < b[k] ? -1 : 1;
        ++i;
        ++k;
    }
    return static_cast<int>(a.size() - i) - static_cast<int>(b.size() - k);
}

/// By names or labels; the first time stays in front.
void orderAutomatically(std::vector<Field>& fields, const json::Value& orderBy)
{
    const auto time = std::find_if(fields.begin(), fields.end(),
                                   [](const Field& field) { return field.type == FieldType::Time; });
    if (time != fields.end()) std::rotate(fields.begin(), time, time + 1);
    const auto from = fields.begin() + (time != fields.end() ? 1 : 0);
    std::stable_sort(from, fields.end(), [&](const Field& a, const Field& b) {
        for (const json::Value& rule : orderBy.items()) {
            const bool byName = rule["type"].toString() == "name";
            const auto text = [&](const Field& field) {
                return byName ? std::string(shownName(field)) : std::string(field.labels.get(rule["name"].toString()));
            };
            const int order = compareNatural(text(a), text(b)) * (rule["desc"].toBool() ? -1 : 1);
            if (order != 0) return order < 0;
        }
        return false;
    });
}

json::Value truthyNames(const json::Value& byName)
{
    auto names = json::Value::array();
    for (const auto& [name, on] : byName.members()) {
        if (on.toBool()) names.append(name);
    }
    return json::Value::object({{"names", std::move(names)}});
}

}  // namespace

std::vector<Frame> transformOrder(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& order = options["indexByName"];
    const auto index = [&](const Field& field) {
        constexpr double kLast = 9'007'199'254'740'991;
        const json::Value& given = order[shownName(field)];
        return given.isNumber() && given.toDouble() == std::floor(given.toDouble()) ? given.toDouble() : kLast;
    };
    for (Frame& frame : frames) {
        if (options["orderByMode"].toString() == "auto") {
            orderAutomatically(frame.fields, options["orderBy"]);
        } else {
            std::stable_sort(frame.fields.begin(), frame.fields.end(),
                             [&](const Field& a, const Field& b) { return index(a) < index(b); });
        }
    }
    return frames;
}

std::vector<Frame> transformRename(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& to = options["renameByName"];
    if (to.members().empty()) return frames;
    for (Frame& frame : frames) {
        const std::vector<std::string> names = namesAlone(frame);
        for (std::size_t i = 0; i < names.size(); ++i) {
            // Names of all frames together are taken as well: dashboards were written with both.
            const std::string& shown = shownName(frame.fields[i]);
            const std::string& name = to.has(names[i]) ? to[names[i]].toString() : to[shown].toString();
            if (!name.empty()) rename(frame.fields[i], name);
        }
    }
    return frames;
}

std::vector<Frame> transformOrganize(std::vector<Frame> frames, const json::Value& options)
{
    auto filter = json::Value::object();
    filter.set("include", truthyNames(options["includeByName"]));
    filter.set("exclude", truthyNames(options["excludeByName"]));
    frames = transformFilterFields(std::move(frames), filter);
    frames = transformOrder(std::move(frames), options);
    return transformRename(std::move(frames), options);
}

std::vector<Frame> transformRenameByRegex(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& pattern = options["regex"].toString();
    const std::string& replacement = options["renamePattern"].toString();
    if (pattern.empty()) return frames;
    const auto regex = JsRegex::fromDashboard(pattern);
    if (!regex) return frames;
    for (Frame& frame : frames) {
        const std::vector<std::string> names = namesAlone(frame);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (regex->matches(names[i])) rename(frame.fields[i], regex->replace(names[i], replacement));
        }
    }
    return frames;
}

}  // namespace watchglass::ui
