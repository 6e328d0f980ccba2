#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchglass::exposition {

/// Which parser a body needs.
enum class Format : std::uint8_t { Text, OpenMetrics, Protobuf };

/// The names of `scrape_protocols` in a scrape configuration.
enum class ScrapeProtocol : std::uint8_t {
    PrometheusProto,
    PrometheusText004,
    PrometheusText100,
    OpenMetricsText001,
    OpenMetricsText100,
};

/// "PrometheusText0.0.4" and so on, as written in configuration files.
[[nodiscard]] std::string_view scrapeProtocolName(ScrapeProtocol protocol);
[[nodiscard]] std::optional<ScrapeProtocol> scrapeProtocolFromName(std::string_view name);
/// The format that a target which ignores the Accept header is taken to send.
[[nodiscard]] Format scrapeProtocolFormat(ScrapeProtocol protocol);

/// How the target shall write names outside the classic charset.
enum class EscapingScheme : std::uint8_t { AllowUtf8, Underscores, Dots, Values };

/// Value of the Accept header: the protocols in order with falling weights from 0.6, then `*/*`.
/// Source: prometheus scrape/scrape.go, acceptHeader.
[[nodiscard]] std::string acceptHeader(const std::vector<ScrapeProtocol>& protocols,
                                       EscapingScheme escaping = EscapingScheme::AllowUtf8);

/// The protocols of a configuration that names none.
[[nodiscard]] std::vector<ScrapeProtocol> defaultScrapeProtocols();

/// What a Content-Type header selects.
struct Negotiated {
    std::optional<Format> format;  ///< none: the scrape must fail, `message` says why
    std::string message;           ///< with a format: "" or a warning that the fallback was used
};

/// Chooses the parser from the Content-Type response header ("" when absent) and the target's
/// `fallback_scrape_protocol`. A blank or unreadable header without a fallback fails the scrape.
/// Source: prometheus model/textparse/interface.go, extractMediaType.
[[nodiscard]] Negotiated negotiate(std::string_view contentType, std::optional<ScrapeProtocol> fallback);

}  // namespace watchglass::exposition
