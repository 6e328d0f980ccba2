#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace watchglass::app {

enum class Command : std::uint8_t {
    Gui,       ///< the window; the default
    Headless,  ///< engine + a picture of Host overview, for machines without a display
    Serve,
    Query,
    CheckConfig,
    CheckRules,
    CheckDashboard,
    TestPromql,
    Render,
    ImportOpenMetrics,
    ImportPrometheus,
    ImportDashboard,
    Export,
    Db,
};

/// What `watchglass db` does to a data directory.
enum class DbAction : std::uint8_t { Check, Stats, Compact, Repair };

enum class QueryKind : std::uint8_t { Instant, Range, Series, Labels };

/// Options of everything that runs the engine.
struct EngineArguments {
    std::string configFile;
    std::string storagePath;    ///< "" means the default of the command
    std::string listenAddress;  ///< "" means no HTTP server (window) or the default (serve)
    std::string retention;
    std::string retentionSize;
    std::string storageSync = "normal";  ///< or "full"
    std::string rollupAge = "3d";
    std::string webExternalUrl;
    std::string textfileDirectory;
    std::string corsOrigin;     ///< "" means no other origin
    std::string queryTimeout;   ///< as given; "" means 2m
    std::string lookbackDelta;  ///< as given; "" means 5m
    std::uint64_t maxSamples = 50'000'000;
    unsigned maxQueries = 20;
    std::vector<std::string> ruleFiles;  ///< in addition to the config's rule_files
    bool hostMetrics = true;
    bool inMemory = false;
    bool adminApi = false;
    bool remoteWriteReceiver = false;
    std::vector<std::string> features;  ///< serve: of --enable-feature, as given
    double hostIntervalSeconds = 5;
    std::string logLevel = "info";
};

/// The command line, read and checked.
struct Invocation {
    Command command = Command::Gui;
    EngineArguments engine;
    std::vector<std::string> files;  ///< dashboards to open, or files to check or render
    bool once = false;               ///< headless: end after the picture
    bool noTray = false;
    std::string dataSources;    ///< window: Grafana's provisioning file of data sources; "" means none
    bool measureStart = false;  ///< window: print how long the first panel with data took, and end
    int measureStalls = 0;      ///< window: measure for so many seconds how long the GUI thread is kept; 0: no
    std::string theme;          ///< "dark", "light" or "" (as last time)

    DbAction dbAction = DbAction::Check;

    // query
    QueryKind queryKind = QueryKind::Instant;
    std::string expression;
    std::string url;  ///< ask this server instead of the local store; import dashboard: instead of grafana.com
    std::string time;
    std::string start, end, step;
    std::vector<std::string> selectors;  ///< series, labels and export: those that match any of them
    std::string labelName;               ///< labels: show its values; "": the names
    std::string format = "table";        ///< table, json or csv
    bool profile = false;                ///< what each part of the expression cost, too

    // import dashboard
    std::int64_t revision = 0;  ///< 0: the newest

    // render, export
    std::string out;
    std::optional<int> panelId;
    std::string from = "now-1h", to = "now";
    bool fromGiven = false;        ///< else the dashboard's own time range is drawn
    int width = 1400, height = 0;  ///< height 0: as tall as the dashboard
    std::map<std::string, std::vector<std::string>> variables;
    std::string pictureFormat;  ///< png, svg, pdf or csv; "": after the suffix of `out`
    double scale = 1;           ///< pixels of a PNG for one of the screen
    bool a4 = false;            ///< PDF on A4, else on pages as large as what is on them
    bool pagePerRow = false;
    bool forExcel = false;   ///< CSV with a byte order mark and the separator's name
    double waitSeconds = 0;  ///< headless and render: how long to collect before drawing
};

/// Reads the command line. Returns the exit code when the program has nothing left to do: 0 after --help or
/// --version, 2 with a message on stderr for a wrong call.
[[nodiscard]] std::optional<int> parseCommandLine(int argc, char** argv, Invocation& out);

}  // namespace watchglass::app
