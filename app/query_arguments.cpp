#include "app/query_arguments.h"

#include <string>

namespace watchglass::app {

CLI::App* addQuery(CLI::App& app, Invocation& out)
{
    CLI::App* query = app.add_subcommand("query", "Ask for values, series and labels: of the stored data or a server");
    query->require_subcommand(0, 1);
    const auto common = [&out](CLI::App& command) {
        command.add_option("--storage.path", out.engine.storagePath, "Data directory to read");
        command.add_option("--url", out.url, "Ask the HTTP API of a running server instead");
        command.add_option("--format", out.format, "table, json or csv")
            ->check(CLI::IsMember({"table", "json", "csv"}))
            ->capture_default_str();
    };
    const auto range = [&out](CLI::App& command, const std::string& of) {
        command.add_option("--start", out.start, "Start of " + of + ": unix seconds or RFC 3339");
        command.add_option("--end", out.end, "End of " + of);
    };
    const auto time = [&out](CLI::App& command) {
        command.add_option("--time", out.time, "Evaluation time: unix seconds or RFC 3339 (default: now)");
    };
    const auto step = [&out](CLI::App& command) {
        command.add_option("--step", out.step, "Step, such as 15s (default: a 250th of the range, at least 1s)");
    };
    const auto profile = [&out](CLI::App& command) {
        command.add_flag("--profile", out.profile, "Show what each part of the expression cost, too (not with csv)");
    };
    const auto selectors = [&out](CLI::App& command) {
        command.add_option("--match", out.selectors, "Only series that match this selector; may be repeated");
    };
    query->add_option("expression", out.expression, "PromQL, evaluated as by instant, or by range with --start");
    common(*query);
    time(*query);
    range(*query, "a range query");
    step(*query);
    profile(*query);

    CLI::App* instant = query->add_subcommand("instant", "Evaluate an expression at one time");
    instant->add_option("expression", out.expression, "PromQL")->required();
    common(*instant);
    time(*instant);
    profile(*instant);

    CLI::App* over = query->add_subcommand("range", "Evaluate an expression over a range of time");
    over->add_option("expression", out.expression, "PromQL")->required();
    common(*over);
    range(*over, "the range (default: the last 5 minutes)");
    step(*over);
    profile(*over);

    CLI::App* series = query->add_subcommand("series", "List series");
    series->add_option("selectors", out.selectors, "Selectors, such as up{job=\"node\"}");
    selectors(*series);
    common(*series);
    range(*series, "the time in which they have samples");

    CLI::App* labels = query->add_subcommand("labels", "List label names, or the values of one label");
    labels->add_option("label", out.labelName, "The label whose values to list");
    selectors(*labels);
    common(*labels);
    range(*labels, "the time in which their series have samples");
    return query;
}

void readQuery(const CLI::App& query, Invocation& out)
{
    out.command = Command::Query;
    const auto chosen = query.get_subcommands();
    const std::string kind = chosen.empty() ? "" : chosen.front()->get_name();
    if (kind.empty() && out.expression.empty()) throw CLI::RequiredError("expression");
    if (kind == "series" && out.selectors.empty()) throw CLI::RequiredError("selectors");
    const bool range = kind == "range" || (kind.empty() && !out.start.empty());
    out.queryKind = kind == "series"   ? QueryKind::Series
                    : kind == "labels" ? QueryKind::Labels
                    : range            ? QueryKind::Range
                                       : QueryKind::Instant;
}

}  // namespace watchglass::app
