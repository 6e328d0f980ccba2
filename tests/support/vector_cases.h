#pragma once

#include <QtTest/QtTest>

#include <map>
#include <string>

#include "engine/base/json.h"
#include "tests/support/shared_files.h"

namespace watchglass::testing {

/// The cases of one file of `../shared`; a null value when it is not there.
inline json::Value readVectors(const std::string& path)
{
    const auto file = sharedFolder() / path;
    if (sharedFolder().empty() || !std::filesystem::exists(file)) return {};
    auto document = json::parse(readFile(file));
    return document ? std::move(*document) : json::Value();
}

/// Milliseconds since 1970 of an ISO instant; -1 for null.
inline qint64 instantMs(const json::Value& iso)
{
    if (!iso.isString()) return -1;
    return QDateTime::fromString(QString::fromStdString(iso.toString()), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

/// Counts what agrees by kind, and prints the first that do not.
class Tally {
public:
    void check(const std::string& kind, const std::string& id, const std::string& got, const std::string& wanted)
    {
        auto& [passed, failed] = m_counts[kind];
        if (got == wanted) {
            ++passed;
            return;
        }
        if (++failed <= 12)
            qWarning("%s %s: got %s, expected %s", kind.c_str(), id.c_str(), got.c_str(), wanted.c_str());
    }
    /// Prints the counts; how many do not agree.
    [[nodiscard]] int failed() const
    {
        int sum = 0;
        for (const auto& [kind, counts] : m_counts) {
            qInfo("%s: %d agree, %d do not", kind.c_str(), counts.first, counts.second);
            sum += counts.second;
        }
        return sum;
    }
    [[nodiscard]] int passed() const
    {
        int sum = 0;
        for (const auto& [kind, counts] : m_counts) sum += counts.first;
        return sum;
    }

private:
    std::map<std::string, std::pair<int, int>> m_counts;
};

}  // namespace watchglass::testing
