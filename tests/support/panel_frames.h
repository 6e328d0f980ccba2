#pragma once

#include <QByteArray>

#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::test {

constexpr double kStart = 1'700'000'000'000;  ///< milliseconds
constexpr double kStep = 60'000;

/// Reads JSON that is written with ' for " (moc 6.4 loses its way in raw strings).
inline json::Value parsed(const QByteArray& text)
{
    const auto value = json::parse(QByteArray(text).replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

inline ui::Field numbers(const std::string& name, std::vector<double> values)
{
    ui::Field field;
    field.name = name;
    field.type = ui::FieldType::Number;
    field.values = ui::Values::numbers(std::move(values));
    return field;
}

inline ui::Field texts(const std::string& name, std::vector<std::string> values)
{
    ui::Field field;
    field.name = name;
    field.type = ui::FieldType::String;
    field.values = ui::Values::strings(std::move(values));
    return field;
}

/// A field of times, a minute apart.
inline ui::Field times(std::size_t count)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(kStart + static_cast<double>(i) * kStep);
    ui::Field field = numbers("Time", std::move(values));
    field.type = ui::FieldType::Time;
    return field;
}

}  // namespace watchglass::test
