#include <sys/stat.h>

#include "engine/base/log.h"
#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/textfile_parser.h"

namespace watchglass::hostmetrics {

namespace {

class TextfileCollector final : public Collector {
public:
    explicit TextfileCollector(const CollectorContext& context)
        : m_context(context), m_directory(context.options.textfileDirectory),
          m_mtime(context.gauge("node_textfile_mtime_seconds", "When this file was changed, Unix time.")),
          m_error(context.gauge("node_textfile_scrape_error", "1 when a file could not be used."))
    {
    }

    Result<void> collect() override
    {
        m_problems.clear();
        TextfileFamilies families;
        if (!m_directory.empty()) readFiles(families);
        for (auto& [name, family] : families) {
            if (family.samples.empty()) continue;
            std::string& tail = m_context.writer.tail();
            tail.append("# HELP ").append(name).append(" ");
            tail.append(family.hasHelp ? family.help : "Metric of a textfile.");
            tail.append("\n# TYPE ").append(name).append(" ");
            tail.append(family.type.empty() ? "untyped" : family.type).append("\n").append(family.samples);
        }
        m_error.add(m_problems.empty() ? 0 : 1);
        if (m_problems != m_reported && !m_problems.empty()) logWarning("hostmetrics", m_problems);
        m_reported = m_problems;
        return {};
    }

private:
    void readFiles(TextfileFamilies& families)
    {
        const auto directory = Directory::open(m_directory);
        if (!directory) {
            problem(m_directory, directory.error().message);
            return;
        }
        for (const std::string& name : directory->names()) {
            if (name.size() <= 5 || name.compare(name.size() - 5, 5, ".prom") != 0) continue;
            const std::string path = m_directory + "/" + name;
            struct stat status {};
            const auto text = readFile(path);
            if (!text || ::stat(path.c_str(), &status) != 0) {
                problem(path, text ? "vanished" : text.error().message);
                continue;
            }
            auto parsed = parseTextfile(*text);
            if (!parsed) {
                problem(path + ":" + parsed.error().where, parsed.error().message);
                continue;
            }
            merge(*parsed, path, families);
            m_mtime.add({{"file", path}}, static_cast<double>(status.st_mtim.tv_sec));
        }
    }

    void merge(TextfileFamilies& parsed, const std::string& path, TextfileFamilies& families)
    {
        for (auto& [name, family] : parsed) {
            // A name that the host collector gives itself would come twice in the text.
            if (m_context.writer.hasFamily(name)) {
                problem(path, "metric " + name + " is one of the host collector's own");
                continue;
            }
            const auto [known, isNew] = families.try_emplace(name, family);
            if (isNew) continue;
            TextfileFamily& first = known->second;
            if (family.type != first.type || (family.hasHelp && first.hasHelp && family.help != first.help)) {
                problem(path, "metric " + name + " has another type or help text in another file");
                continue;
            }
            if (family.hasHelp) first.help = family.help;
            first.hasHelp = first.hasHelp || family.hasHelp;
            first.samples += family.samples;
        }
    }

    void problem(const std::string& where, const std::string& what)
    {
        m_problems.append(m_problems.empty() ? "textfile " : "; ").append(where).append(": ").append(what);
    }

    const CollectorContext& m_context;
    std::string m_directory;
    MetricFamily& m_mtime;
    MetricFamily& m_error;
    std::string m_problems;
    std::string m_reported;  ///< what the log has already
};

}  // namespace

std::unique_ptr<Collector> makeTextfileCollector(const CollectorContext& context)
{
    return makeCollector<TextfileCollector>(context);
}

}  // namespace watchglass::hostmetrics
