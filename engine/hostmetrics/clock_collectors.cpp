// The machine's clocks: time and timex.

#include <cerrno>
#include <ctime>
#include <system_error>

#include <sys/timex.h>

#include "engine/hostmetrics/file_reader.h"
#include "engine/hostmetrics/registry.h"
#include "engine/hostmetrics/text_scan.h"

namespace watchglass::hostmetrics {

namespace {

class TimeCollector final : public Collector {
public:
    explicit TimeCollector(const CollectorContext& context)
        : m_context(context), m_path(context.sys("devices/system/clocksource")),
          m_available(context.gauge("node_time_clocksource_available_info", "Clock sources there are.")),
          m_current(context.gauge("node_time_clocksource_current_info", "The clock source in use.")),
          m_seconds(context.gauge("node_time_seconds", "System time, Unix time.")),
          m_zone(context.gauge("node_time_zone_offset_seconds", "Seconds that local time is ahead of UTC."))
    {
    }

    Result<void> collect() override
    {
        const std::int64_t nowMs = m_context.options.clock->nowMs();
        m_seconds.add(static_cast<double>(nowMs) / 1000.0);
        const auto now = static_cast<std::time_t>(nowMs / 1000);
        std::tm local{};
        if (::localtime_r(&now, &local)) {
            m_zone.add({{"time_zone", local.tm_zone}}, static_cast<double>(local.tm_gmtoff));
        }
        auto root = Directory::open(m_path);
        if (!root) return tl::make_unexpected(root.error());
        for (const std::string& name : root->names()) {
            const std::string_view device = numberAfter(name, "clocksource");
            if (device.empty()) continue;
            std::string_view sources = root->text(name + "/available_clocksource").value_or(std::string_view());
            for (std::string_view source = nextField(sources); !source.empty(); source = nextField(sources)) {
                m_available.add({{"clocksource", source}, {"device", device}}, 1);
            }
            if (const auto current = root->text(name + "/current_clocksource")) {
                m_current.add({{"clocksource", *current}, {"device", device}}, 1);
            }
        }
        return {};
    }

private:
    const CollectorContext& m_context;
    std::string m_path;
    MetricFamily& m_available;
    MetricFamily& m_current;
    MetricFamily& m_seconds;
    MetricFamily& m_zone;
};

class TimexCollector final : public Collector {
public:
    explicit TimexCollector(const CollectorContext& context) : m_context(context) {}

    Result<void> collect() override
    {
        struct timex state {};
        const int status = ::adjtimex(&state);
        if (status < 0) {
            // Sandboxes forbid the call, even for reading.
            const auto code = errno == EPERM || errno == EACCES || errno == ENOSYS ? ErrorCode::NotFound
                                                                                   : ErrorCode::Io;
            return fail(code, std::generic_category().message(errno), "adjtimex");
        }
        constexpr double kMicro = 1e6;
        constexpr double kScaledPpm = 1e6 * 65536.0;  // parts per million with 16 bits of fraction
        const double unit = (state.status & STA_NANO) != 0 ? 1e9 : kMicro;
        gauge("sync_status", "Whether the clock is synchronised.", status == TIME_ERROR ? 0 : 1);
        gauge("offset_seconds", "Offset between the local clock and its reference.", number(state.offset) / unit);
        gauge("frequency_adjustment_ratio", "Adjustment of the local clock's pace.",
              1 + number(state.freq) / kScaledPpm);
        gauge("maxerror_seconds", "Largest error there may be.", number(state.maxerror) / kMicro);
        gauge("estimated_error_seconds", "Error as estimated.", number(state.esterror) / kMicro);
        gauge("status", "Bits of the clock's status.", state.status);
        gauge("loop_time_constant", "Time constant of the phase-locked loop.", number(state.constant));
        gauge("tick_seconds", "Seconds between two ticks.", number(state.tick) / kMicro);
        gauge("pps_frequency_hertz", "Frequency of the pulse per second.", number(state.ppsfreq) / kScaledPpm);
        gauge("pps_jitter_seconds", "Jitter of the pulse per second.", number(state.jitter) / unit);
        gauge("pps_shift_seconds", "Interval of the pulse per second.", state.shift);
        gauge("pps_stability_hertz", "Stability of the pulse per second.", number(state.stabil) / kScaledPpm);
        counter("pps_jitter_total", "Times the pulse's jitter was too large.", number(state.jitcnt));
        counter("pps_calibration_total", "Calibrations by the pulse.", number(state.calcnt));
        counter("pps_error_total", "Calibrations by the pulse that failed.", number(state.errcnt));
        counter("pps_stability_exceeded_total", "Times the pulse was not stable.", number(state.stbcnt));
        gauge("tai_offset_seconds", "Seconds that atomic time is ahead of UTC.", state.tai);
        return {};
    }

private:
    static double number(long value) { return static_cast<double>(value); }

    void gauge(const char* name, const char* help, double value)
    {
        m_name.assign("node_timex_").append(name);
        m_context.gauge(m_name, help).add(value);
    }
    void counter(const char* name, const char* help, double value)
    {
        m_name.assign("node_timex_").append(name);
        m_context.counter(m_name, help).add(value);
    }

    const CollectorContext& m_context;
    std::string m_name;
};

}  // namespace

std::unique_ptr<Collector> makeTimeCollector(const CollectorContext& context)
{
    return makeCollector<TimeCollector>(context);
}

std::unique_ptr<Collector> makeTimexCollector(const CollectorContext& context)
{
    return makeCollector<TimexCollector>(context);
}

}  // namespace watchglass::hostmetrics
