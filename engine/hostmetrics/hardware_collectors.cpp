// Controllers that report on themselves: nvme, edac.

#include <algorithm>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

/// The namespace id in "nvme0n1" or, behind a multipath controller, "nvme0c0n1"; empty for other names.
std::string_view namespaceId(std::string_view name)
{
    if (name.substr(0, 4) != "nvme") return {};
    const std::size_t n = name.rfind('n');
    if (n < 5) return {};
    const std::string_view controller = name.substr(4, n - 4);
    const std::size_t c = controller.find('c');
    const bool isController = c == std::string_view::npos
                                  ? isNumber(controller)
                                  : isNumber(controller.substr(0, c)) && isNumber(controller.substr(c + 1));
    const std::string_view id = name.substr(n + 1);
    return isController && isNumber(id) ? id : std::string_view();
}

class NvmeCollector final : public Collector {
public:
    explicit NvmeCollector(const CollectorContext& context)
        : m_path(context.sys("class/nvme")), m_info(context.gauge("node_nvme_info", "What is known of this device.")),
          m_blockSize(context.gauge("node_nvme_namespace_logical_block_size_bytes", "Bytes of a logical block.")),
          m_capacity(context.gauge("node_nvme_namespace_capacity_bytes", "Capacity of the namespace in bytes.")),
          m_namespaceInfo(context.gauge("node_nvme_namespace_info", "What is known of this namespace.")),
          m_size(context.gauge("node_nvme_namespace_size_bytes", "Size of the namespace in bytes.")),
          m_used(context.gauge("node_nvme_namespace_used_bytes", "Bytes of the namespace in use."))
    {
    }

    Result<void> collect() override
    {
        const auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        for (const std::string& device : root->names()) {
            auto directory = Directory::open(m_path + "/" + device);
            if (!directory) continue;
            const auto text = [&](const char* file) { return std::string(directory->text(file).value_or("")); };
            m_info.add({{"cntlid", text("cntlid")},
                        {"device", device},
                        {"firmware_revision", text("firmware_rev")},
                        {"model", text("model")},
                        {"serial", text("serial")},
                        {"state", text("state")}},
                       1);
            for (const std::string& name : directory->names()) {
                const std::string_view id = namespaceId(name);
                if (!id.empty()) addNamespace(device, id, name, *directory);
            }
        }
        return {};
    }

private:
    void addNamespace(const std::string& device, std::string_view id, const std::string& name, Directory& directory)
    {
        const auto number = [&](const char* file) {
            return static_cast<double>(directory.number((name + file).c_str()).value_or(0));
        };
        const double blockSize = number("/queue/logical_block_size");
        const double size = number("/size") * blockSize;
        const std::string state(directory.text(name + "/ana_state").value_or("unknown"));
        m_namespaceInfo.add({{"ana_state", state}, {"device", device}, {"nsid", id}}, 1);
        const auto add = [&](MetricFamily& family, double value) {
            family.add({{"device", device}, {"nsid", id}}, value);
        };
        // node_exporter takes the same file for both; kept, so that queries give the same.
        add(m_capacity, size);
        add(m_size, size);
        add(m_used, number("/nuse") * blockSize);
        add(m_blockSize, blockSize);
    }

    std::string m_path;
    MetricFamily& m_info;
    MetricFamily& m_blockSize;
    MetricFamily& m_capacity;
    MetricFamily& m_namespaceInfo;
    MetricFamily& m_size;
    MetricFamily& m_used;
};

class EdacCollector final : public Collector {
public:
    explicit EdacCollector(const CollectorContext& context)
        : m_systemPath(context.sys("devices/system")), m_path(context.sys("devices/system/edac/mc")),
          m_correctable(context.counter("node_edac_correctable_errors_total", "Memory errors corrected.")),
          m_uncorrectable(context.counter("node_edac_uncorrectable_errors_total", "Memory errors not corrected.")),
          m_rowCorrectable(
              context.counter("node_edac_csrow_correctable_errors_total", "Memory errors of this row corrected.")),
          m_rowUncorrectable(
              context.counter("node_edac_csrow_uncorrectable_errors_total", "Memory errors of this row not corrected."))
    {
    }

    Result<void> collect() override
    {
        auto root = Directory::open(m_path);
        if (!root) {
            // No controller is a good answer; no /sys is none.
            if (const auto system = Directory::open(m_systemPath); !system) return tl::make_unexpected(system.error());
            return {};
        }
        for (const std::string& name : root->names()) {
            const std::string_view controller = numberAfter(name, "mc");
            if (controller.empty()) continue;
            for (const char* file : {"/ce_count", "/ce_noinfo_count", "/ue_count", "/ue_noinfo_count"}) {
                const auto value = root->number((name + file).c_str());
                if (!value) return fail(ErrorCode::Io, "cannot read the count", m_path + "/" + name + file);
                const auto count = static_cast<double>(*value);
                const bool correctable = file[1] == 'c';
                if (std::string_view(file).size() == 9) {
                    (correctable ? m_correctable : m_uncorrectable).add({{"controller", controller}}, count);
                } else {
                    addRow(correctable, controller, "unknown", count);
                }
            }
            addRows(*root, name, controller);
        }
        return {};
    }

private:
    void addRows(Directory& root, const std::string& name, std::string_view controller)
    {
        const auto directory = Directory::open(m_path + "/" + name);
        if (!directory) return;
        for (const std::string& entry : directory->names()) {
            const std::string_view row = numberAfter(entry, "csrow");
            if (row.empty()) continue;
            for (const bool correctable : {true, false}) {
                const std::string file = name + "/" + entry + (correctable ? "/ce_count" : "/ue_count");
                if (const auto value = root.number(file.c_str())) {
                    addRow(correctable, controller, row, static_cast<double>(*value));
                }
            }
        }
    }

    void addRow(bool correctable, std::string_view controller, std::string_view row, double count)
    {
        (correctable ? m_rowCorrectable : m_rowUncorrectable).add({{"controller", controller}, {"csrow", row}}, count);
    }

    std::string m_systemPath;
    std::string m_path;
    MetricFamily& m_correctable;
    MetricFamily& m_uncorrectable;
    MetricFamily& m_rowCorrectable;
    MetricFamily& m_rowUncorrectable;
};

}  // namespace

std::unique_ptr<Collector> makeNvmeCollector(const CollectorContext& context)
{
    return makeCollector<NvmeCollector>(context);
}

std::unique_ptr<Collector> makeEdacCollector(const CollectorContext& context)
{
    return makeCollector<EdacCollector>(context);
}

}  // namespace watchglass::hostmetrics
