#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <tuple>

#include "app/query_arguments.h"

namespace watchglass::app {

namespace {

void addRollupAge(CLI::App& app, EngineArguments& args)
{
    app.add_option("--storage.rollup-age", args.rollupAge,
                   "Samples older than this also have aggregates of 5 minutes and of an hour, which answer queries "
                   "whose steps fit; 0: none do")
        ->capture_default_str();
}

void addEngineOptions(CLI::App& app, EngineArguments& args)
{
    app.add_option("--config.file", args.configFile, "Prometheus configuration file")->check(CLI::ExistingFile);
    app.add_option("--storage.path", args.storagePath, "Data directory");
    app.add_option("--storage.retention,--storage.tsdb.retention.time", args.retention,
                   "How long samples are kept, such as 30d (the default)");
    app.add_option("--storage.retention.size,--storage.tsdb.retention.size", args.retentionSize,
                   "How large the data directory may become, such as 10GB (default: any size)");
    app.add_option("--storage.sync", args.storageSync,
                   "normal: a loss of power may cost what SQLite had not synced yet; full: each commit is synced, so "
                   "that it costs the last second only")
        ->check(CLI::IsMember({"normal", "full"}))
        ->capture_default_str();
    addRollupAge(app, args);
    app.add_flag("--in-memory", args.inMemory, "Keep nothing on disk");
    app.add_option("--rule.file", args.ruleFiles, "Rule file, in addition to the configuration's rule_files");
    app.add_flag("!--no-host-metrics", args.hostMetrics, "Do not collect this machine's own metrics");
    app.add_option("--host.interval", args.hostIntervalSeconds, "Seconds between two collections of host metrics")
        ->check(CLI::Range(0.25, 3600.0))
        ->capture_default_str();
    app.add_option("--host.textfile-directory", args.textfileDirectory,
                   "Folder of *.prom files to add to the host metrics");
    app.add_option("--web.external-url", args.webExternalUrl, "URL under which this program is reached from outside");
    app.add_option("--web.cors.origin", args.corsOrigin,
                   "Regular expression of the origins whose web pages may read the HTTP API (default: none)");
    app.add_flag("--web.enable-admin-api", args.adminApi,
                 "Serve the endpoints that delete series and make snapshots (/api/v1/admin/tsdb/)");
    app.add_flag("--web.enable-remote-write-receiver", args.remoteWriteReceiver,
                 "Take samples that other programs send by remote write (/api/v1/write)");
    app.add_option("--query.max-concurrency", args.maxQueries, "Queries of the HTTP API that run at once")
        ->check(CLI::Range(1U, 1000U))
        ->capture_default_str();
    app.add_option("--query.timeout", args.queryTimeout, "How long a query may take, such as 2m (the default)");
    app.add_option("--query.max-samples", args.maxSamples, "Samples that a query may hold at a time")
        ->capture_default_str();
    app.add_option("--query.lookback-delta", args.lookbackDelta,
                   "How long a sample counts when no newer one is there, such as 5m (the default)");
    app.add_option("--log.level", args.logLevel, "debug, info, warn or error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->capture_default_str();
}

/// "name=value" pairs; a name that is given several times gets several values.
void readVariables(const std::vector<std::string>& pairs, Invocation& out)
{
    for (const std::string& pair : pairs) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw CLI::ValidationError("--var", "expected name=value, got \"" + pair + "\"");
        }
        out.variables[pair.substr(0, equals)].push_back(pair.substr(equals + 1));
    }
}

/// A file or folder, or one of the dashboards of a file: "FILE#NAME".
std::string existingDashboard(const std::string& location)
{
    const std::string file = location.substr(0, location.rfind('#'));
    return CLI::ExistingPath(location).empty() ? std::string() : CLI::ExistingPath(file);
}

}  // namespace

std::optional<int> parseCommandLine(int argc, char** argv, Invocation& out)
{
    CLI::App app("Watchglass: metrics, dashboards and alerts in one program.\n"
                 "Without a command it opens the window on Host overview.",
                 "watchglass");
    app.require_subcommand(0, 1);
    std::vector<std::string> variables;

    addEngineOptions(app, out.engine);
    app.add_option("--web.listen-address", out.engine.listenAddress,
                   "Serve the HTTP API here too, such as 127.0.0.1:9090");
    app.add_option("--theme", out.theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
    app.add_option("--datasources", out.dataSources,
                   "Grafana's provisioning file of data sources, for the links of exemplars")
        ->check(CLI::ExistingFile);
    app.add_flag("--no-tray", out.noTray, "No icon in the system tray");
    app.add_flag("--measure-start", out.measureStart,
                 "Print the milliseconds from the start of the process to the first panel with data, on the clock and "
                 "on the processor, and end");
    app.add_option(
           "--measure-stalls", out.measureStalls,
           "Open the dashboard with all rows, refresh every 5 s, print how long the GUI thread was kept while it "
           "stood still and was scrolled for so many seconds each, and end")
        ->check(CLI::Range(1, 86'400));
    app.add_option("--var", variables, "Dashboard variable, name=value; repeat it for several values");
    app.add_option("dashboard", out.files, "Grafana dashboards to open: files or folders")->check(existingDashboard);

    CLI::App* headless = app.add_subcommand("headless", "Run without a window and draw Host overview to a PNG");
    addEngineOptions(*headless, out.engine);
    headless->add_option("--web.listen-address", out.engine.listenAddress, "Serve the HTTP API here too");
    headless->add_option("--out", out.out, "Where the picture goes (default: a file in the temporary folder)");
    headless->add_flag("--once", out.once, "End after the picture");
    headless->add_option("--wait", out.waitSeconds, "Seconds to collect before the picture (default 8)");
    headless->add_option("--theme", out.theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
    headless->add_option("--var", variables, "Dashboard variable, name=value");
    headless->add_option("dashboard", out.files, "Dashboard to draw instead")->check(existingDashboard);

    CLI::App* serve = app.add_subcommand("serve", "Run the engine and the HTTP API, without a window");
    addEngineOptions(*serve, out.engine);
    serve->add_option("--enable-feature", out.engine.features,
                      "What Prometheus keeps behind this switch: promql-experimental-functions, "
                      "promql-extended-range-selectors, promql-binop-fill-modifiers, promql-delayed-name-removal, "
                      "use-start-timestamps, created-timestamp-zero-ingestion; several with commas");
    serve->add_option("--web.listen-address", out.engine.listenAddress,
                      "Address of the HTTP API (default 127.0.0.1:9090)");

    const CLI::App* query = addQuery(app, out);

    CLI::App* import = app.add_subcommand("import", "Read samples from files, or a dashboard from grafana.com");
    import->require_subcommand(1);
    CLI::App* openMetrics = import->add_subcommand("openmetrics", "OpenMetrics text with timestamps");
    openMetrics->add_option("files", out.files, "Files to read")->required()->check(CLI::ExistingFile);
    openMetrics->add_option("--storage.path", out.engine.storagePath, "Data directory, made when it is not there");

    CLI::App* prometheus = import->add_subcommand("prometheus", "A data directory of Prometheus: blocks and wal");
    prometheus->add_option("directories", out.files, "Directories to read")->required()->check(CLI::ExistingDirectory);
    prometheus->add_option("--storage.path", out.engine.storagePath, "Data directory, made when it is not there");

    CLI::App* dashboard = import->add_subcommand("dashboard", "Dashboards that grafana.com publishes");
    dashboard->add_option("ids", out.files, "Their numbers there, such as 1860")->required();
    dashboard->add_option("--revision", out.revision, "Revision (default: the newest)")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}));
    dashboard->add_option("--url", out.url, "A server with the same download interface (default https://grafana.com)");
    dashboard->add_option("--out", out.out, "File to write (default: in the data directory, below dashboards)");

    CLI::App* exported = app.add_subcommand("export", "Write stored samples as OpenMetrics text with timestamps");
    exported->add_option("--storage.path", out.engine.storagePath, "Data directory that no Watchglass uses");
    exported->add_option("--match", out.selectors, "Only series that match this selector; may be repeated");
    exported->add_option("--start", out.start, "No samples before: unix seconds or RFC 3339");
    exported->add_option("--end", out.end, "No samples behind");
    exported->add_option("--out", out.out, "File to write (default: to the standard output)");

    CLI::App* db = app.add_subcommand("db", "Look after a data directory that no Watchglass uses");
    db->require_subcommand(1);
    const std::tuple<const char*, DbAction, const char*> actions[] = {
        {"check", DbAction::Check, "Verify all checksums; ends with 2 when something is damaged"},
        {"stats", DbAction::Stats, "Bytes a sample, series by metric and label, series that come and go"},
        {"compact", DbAction::Compact, "Turn finished periods into blocks, merge blocks, take out deleted samples"},
        {"repair", DbAction::Repair, "Set damaged files aside and keep what can be read of them"}};
    for (const auto& [name, action, help] : actions) {
        CLI::App* one = db->add_subcommand(name, help);
        one->add_option("--storage.path", out.engine.storagePath, "Data directory");
        one->add_option("--format", out.format, "text or json")->check(CLI::IsMember({"text", "json"}));
        if (action == DbAction::Compact) addRollupAge(*one, out.engine);
        one->callback([&out, action = action] { out.dbAction = action; });
    }

    CLI::App* check = app.add_subcommand("check", "Check files without running anything");
    check->require_subcommand(1);
    const std::pair<const char*, const char*> kinds[] = {
        {"config", "Prometheus configuration files"}, {"rules", "Rule files"}, {"dashboard", "Grafana dashboards"}};
    for (const auto& [name, help] : kinds) {
        CLI::App* kind = check->add_subcommand(name, help);
        kind->add_option("files", out.files, "Files to check")->required();
        kind->add_option("--format", out.format, "text or json")->check(CLI::IsMember({"text", "json"}));
    }

    CLI::App* test = app.add_subcommand("test", "Run unit tests of queries");
    test->require_subcommand(1);
    CLI::App* testPromql = test->add_subcommand("promql", "Scripts in Prometheus's query test language");
    testPromql->add_option("files", out.files, "Files to run")->required();

    std::string page;
    CLI::App* render = app.add_subcommand("render", "Draw a dashboard, or one of its panels, to a file");
    render->add_option("dashboard", out.files, "Grafana dashboard")->required()->check(existingDashboard);
    render->add_option("--out", out.out, "The file's path; for the CSV of a whole dashboard a folder")->required();
    render
        ->add_option("--format", out.pictureFormat, "png, svg, pdf or csv (default: after the file's suffix, else png)")
        ->check(CLI::IsMember({"png", "svg", "pdf", "csv"}));
    render->add_option("--scale", out.scale, "PNG: how many times finer than the screen")->check(CLI::Range(0.1, 8.0));
    render->add_option("--page", page, "PDF: fit (as large as the picture) or a4")->check(CLI::IsMember({"fit", "a4"}));
    render->add_flag("--page-per-row", out.pagePerRow, "PDF: a page for each row of the dashboard");
    render->add_flag("--excel", out.forExcel, "CSV: as Excel reads it, with a byte order mark");
    render->add_option("--panel", out.panelId, "Draw this panel only");
    render->add_option("--from", out.from, "Start of the time range (default: the dashboard's own)");
    render->add_option("--to", out.to, "End of the time range");
    render->add_option("--width", out.width, "Pixels")->check(CLI::Range(50, 20000))->capture_default_str();
    render->add_option("--height", out.height, "Pixels (default: as the dashboard needs)")->check(CLI::Range(0, 60000));
    render->add_option("--theme", out.theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
    render->add_option("--var", variables, "Dashboard variable, name=value; repeat it for several values");
    render->add_option("--storage.path", out.engine.storagePath, "Data directory to read");
    render->add_option("--wait", out.waitSeconds,
                       "Collect host metrics (and scrape --config.file) for so many seconds first");
    render->add_option("--config.file", out.engine.configFile, "Prometheus configuration file")
        ->check(CLI::ExistingFile);

    const auto addVersion = [](CLI::App& command, const auto& self) -> void {
        command.set_version_flag("--version", std::string("watchglass ") + WG_VERSION);
        for (CLI::App* sub : command.get_subcommands({})) self(*sub, self);
    };
    addVersion(app, addVersion);

    try {
        app.parse(argc, argv);
        readVariables(variables, out);
        if (query->parsed()) readQuery(*query, out);
    } catch (const CLI::Success& done) {
        return app.exit(done);
    } catch (const CLI::ParseError& error) {
        app.exit(error);
        return 2;
    }

    if (headless->parsed()) out.command = Command::Headless;
    if (serve->parsed()) out.command = Command::Serve;
    if (db->parsed()) out.command = Command::Db;
    if (openMetrics->parsed()) out.command = Command::ImportOpenMetrics;
    if (prometheus->parsed()) out.command = Command::ImportPrometheus;
    if (dashboard->parsed()) out.command = Command::ImportDashboard;
    if (exported->parsed()) out.command = Command::Export;
    if (testPromql->parsed()) out.command = Command::TestPromql;
    if (render->parsed()) out.command = Command::Render;
    out.a4 = page == "a4";
    out.fromGiven = render->count("--from") + render->count("--to") > 0;
    if (check->parsed()) {
        const std::string kind = check->get_subcommands().front()->get_name();
        out.command = kind == "config"  ? Command::CheckConfig
                      : kind == "rules" ? Command::CheckRules
                                        : Command::CheckDashboard;
    }
    return std::nullopt;
}

}  // namespace watchglass::app
