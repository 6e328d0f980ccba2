// grafana/: what Grafana's libraries answer, asked of the frames and the dashboard model.

#include <algorithm>
#include <cstdio>

#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"
#include "tests/conformance/grafana/cases.h"

namespace watchglass::conformance {

namespace {

using grafana::Answer;
using grafana::Case;

void check(const std::string& id, const Case& one, const Answer& answer, Report& report)
{
    const auto wrong = grafana::difference(answer.ownExpected ? answer.expected : one.expected(), answer.got,
                                           answer.how);
    if (wrong.empty()) return report.pass(id);
    report.fail(id, json::write(one.expected()), wrong);
}

/// A file whose cases hold rows [value, ...]: one answer each.
void checkRows(const std::string& id, const Case& one, const grafana::AnswerCase& answer, Report& report)
{
    for (const json::Value& row : one.item["rows"].items()) {
        json::Value single = one.item;
        single.remove("rows");
        single.set("row", row);
        const Case theRow{single, one.document};
        const std::string name = id + ' ' + json::write(row.at(0));
        if (!answer) {
            report.fail(name, json::write(row), "no adapter");
            continue;
        }
        const Answer got = answer(theRow);
        const auto wrong = grafana::difference(got.expected, got.got, got.how);
        if (wrong.empty()) {
            report.pass(name);
        } else {
            report.fail(name, json::write(row), wrong);
        }
    }
}

void runFile(const std::filesystem::path& path, Report& report)
{
    const auto text = readFile(path);
    const std::string name = path.filename().string();
    if (!text) return report.fail(name, "a readable file", "cannot be read");
    const auto document = json::parse(*text);
    if (!document) return report.fail(name, "a JSON document", document.error().message);
    const auto found = grafana::adapters().find(path.stem().string());
    forEachCase(path, report, [&](const json::Value& item, const std::string& id) {
        const Case one{item, *document};
        grafana::AnswerCase answer;
        if (found != grafana::adapters().end()) {
            const auto kind = found->second.find(item["kind"].toString());
            if (kind != found->second.end()) answer = kind->second;
        }
        if (item.has("rows")) return checkRows(id, one, answer, report);
        if (!answer) return report.fail(id, json::write(one.expected()), "no adapter");
        check(id, one, answer(one), report);
    });
}

}  // namespace

void runGrafana(const std::filesystem::path& dir, Report& report)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(dir)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const std::size_t passed = report.passed();
        const std::size_t failed = report.failed();
        const std::size_t skipped = report.skipped();
        runFile(file, report);
        std::printf("grafana/%s: %zu passed, %zu failed, %zu skipped\n", file.filename().c_str(),
                    report.passed() - passed, report.failed() - failed, report.skipped() - skipped);
    }
}

namespace grafana {

const std::map<std::string, Adapters, std::less<>>& adapters()
{
    static const auto all = [] {
        std::map<std::string, Adapters, std::less<>> out;
        addFormatAdapters(out);
        addDisplayAdapters(out);
        addColorAdapters(out);
        addReducerAdapters(out);
        addFieldAdapters(out);
        addTransformAdapters(out);
        addTimeAdapters(out);
        addVariableAdapters(out);
        addPrometheusAdapters(out);
        addTextAdapters(out);
        addDefaultsAdapters(out);
        addPanelAdapters(out);
        addAxesAdapters(out);
        addStatBarAdapters(out);
        addGraphDataAdapters(out);
        return out;
    }();
    return all;
}

}  // namespace grafana

}  // namespace watchglass::conformance
