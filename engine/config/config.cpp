#include "engine/config/config.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/base/duration.h"
#include "engine/config/schema.h"
#include "engine/config/scrape_config.h"

namespace watchglass::config {

namespace {

Result<std::string> readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::error_code ignored;
        const bool there = std::filesystem::exists(path, ignored);
        return fail(there ? ErrorCode::Io : ErrorCode::NotFound, there ? "cannot be read" : "no such file or directory",
                    path.string());
    }
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad()) return fail(ErrorCode::Io, "cannot be read", path.string());
    return std::move(text).str();
}

std::optional<std::string> processEnvironment(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
}

/// Collects jobs and refuses a name that comes twice.
class JobList {
public:
    explicit JobList(Config& config) : m_config(config) {}

    Result<void> add(const yaml::Node& list, const std::string& folder, const std::string& file)
    {
        for (const yaml::Node& item : list.items()) {
            auto job = readScrapeConfig(item, m_config.global, folder);
            if (!job) return tl::make_unexpected(job.error());
            const auto [known, fresh] = m_origin.emplace(job->jobName, file);
            if (!fresh) return tl::make_unexpected(item.error(duplicateMessage(job->jobName, file, known->second)));
            m_config.scrapeConfigs.push_back(std::move(*job));
        }
        return {};
    }

private:
    /// `file` is "" for the main configuration.
    static std::string duplicateMessage(const std::string& name, const std::string& file, const std::string& first)
    {
        const std::string message = "found multiple scrape configs with job name " + goQuote(name);
        if (file.empty()) return message;
        return goQuote(file) + ": " + message + ", first found in " +
               (first.empty() ? std::string("main config file") : goQuote(first));
    }

    Config& m_config;
    std::map<std::string, std::string> m_origin;
};

Result<void> addScrapeConfigFile(const std::string& path, JobList& jobs, std::vector<std::string>& warnings)
{
    const auto text = readFile(path);
    if (!text) return tl::make_unexpected(text.error());
    yaml::ParseOptions options;
    options.file = path;
    options.keepDuplicateKeys = true;
    const auto root = yaml::parse(*text, options);
    if (!root) return tl::make_unexpected(root.error());
    if (const auto ok = checkSection(*root, "scrape_file", {}, warnings); !ok) return ok;
    return jobs.add((*root)["scrape_configs"], std::filesystem::path(path).parent_path().string(), path);
}

StorageConfig readStorage(const yaml::Node& node)
{
    StorageConfig out;
    const yaml::Node tsdb = node["tsdb"];
    const auto duration = [](const yaml::Node& value) { return parseDuration(value.text()).value_or(Millis(0)); };
    if (!tsdb["out_of_order_time_window"].isNull()) out.outOfOrderWindow = duration(tsdb["out_of_order_time_window"]);
    const yaml::Node exemplars = node["exemplars"]["max_exemplars"];
    if (!exemplars.isNull()) out.maxExemplars = exemplars.toInt().value_or(0);
    const yaml::Node retention = tsdb["retention"];
    if (!retention["time"].isNull()) out.retentionTime = duration(retention["time"]);
    if (!retention["size"].isNull()) out.retentionSize = parseSize(retention["size"].text()).value_or(0);
    return out;
}

Result<void> checkTogether(const yaml::Node& root, const GlobalConfig& global, bool agentMode)
{
    if (agentMode) {
        for (const char* name : {"alerting", "rule_files", "remote_read"}) {
            const yaml::Node section = root[name];
            if (!section.items().empty() || !section.members().empty()) {
                return tl::make_unexpected(
                    section.error("field " + std::string(name) + " is not allowed in agent mode"));
            }
        }
    }
    const yaml::Node strategy = root["otlp"]["translation_strategy"];
    const bool needsUtf8 = strategy.text() == "NoTranslation" || strategy.text() == "NoUTF8EscapingWithSuffixes";
    if (needsUtf8 && global.nameValidation == "legacy") {
        return tl::make_unexpected(strategy.error("OTLP translation strategy " + goQuote(strategy.text()) +
                                                  " is not allowed when UTF8 is disabled"));
    }
    return {};
}

Result<std::vector<std::string>> readPatterns(const yaml::Node& list, const std::string& folder, const char* what)
{
    std::vector<std::string> out;
    for (const yaml::Node& item : list.items()) {
        if (!isFilePattern(item.text())) {
            return tl::make_unexpected(item.error("invalid " + std::string(what) + " path " + goQuote(item.text())));
        }
        out.push_back(joinFolder(folder, item.text()));
    }
    return out;
}

}  // namespace

Result<Config> parseConfig(std::string_view text, const LoadOptions& options)
{
    Config out;
    out.file = options.file;
    yaml::ParseOptions yamlOptions;
    yamlOptions.file = options.file;
    yamlOptions.keepDuplicateKeys = true;
    const auto root = yaml::parse(text, yamlOptions);
    if (!root) return tl::make_unexpected(root.error());
    if (const auto ok = checkSection(*root, "top", {}, out.warnings); !ok) return tl::make_unexpected(ok.error());

    auto global = readGlobal((*root)["global"], options.environment ? options.environment : processEnvironment);
    if (!global) return tl::make_unexpected(global.error());
    out.global = std::move(*global);
    if (const auto ok = checkTogether(*root, out.global, options.agentMode); !ok) {
        return tl::make_unexpected(ok.error());
    }
    auto rules = readPatterns((*root)["rule_files"], options.folder, "rule file");
    if (!rules) return tl::make_unexpected(rules.error());
    out.ruleFiles = std::move(*rules);
    const auto scrapeFiles = readPatterns((*root)["scrape_config_files"], options.folder, "scrape config file");
    if (!scrapeFiles) return tl::make_unexpected(scrapeFiles.error());

    JobList jobs(out);
    if (const auto ok = jobs.add((*root)["scrape_configs"], options.folder, {}); !ok) {
        return tl::make_unexpected(ok.error());
    }
    for (const std::string& pattern : *scrapeFiles) {
        for (const std::string& path : expandFilePatterns({pattern})) {
            if (const auto ok = addScrapeConfigFile(path, jobs, out.warnings); !ok) {
                return tl::make_unexpected(ok.error());
            }
        }
    }
    out.storage = readStorage((*root)["storage"]);
    out.hasRemoteWrite = !(*root)["remote_write"].items().empty();
    out.hasRemoteRead = !(*root)["remote_read"].items().empty();
    return out;
}

Result<Config> loadConfig(const std::filesystem::path& path)
{
    const auto text = readFile(path);
    if (!text) return tl::make_unexpected(text.error().within("loading configuration"));
    LoadOptions options;
    options.file = path.string();
    options.folder = path.has_parent_path() ? path.parent_path().string() : std::string(".");
    return parseConfig(*text, options);
}

}  // namespace watchglass::config
