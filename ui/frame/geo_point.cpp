#include "ui/frame/geo_point.h"

#include <cmath>

namespace watchglass::ui {

namespace {

constexpr double kEarthRadius = 6371008.8;
constexpr std::string_view kAlphabet = "0123456789bcdefghjkmnpqrstuvwxyz";
constexpr std::size_t kLongestGeohash = 24;  ///< finer than a double

double radians(double degrees) { return degrees * M_PI / 180; }

}  // namespace

bool isOnGlobe(const GeoPoint& point)
{
    return std::isfinite(point.lat) && std::isfinite(point.lon) && std::abs(point.lat) <= 90 &&
           std::abs(point.lon) <= 360;
}

std::optional<GeoPoint> pointOfGeohash(std::string_view text)
{
    if (text.empty() || text.size() > kLongestGeohash) return std::nullopt;
    double low[2] = {-180, -90};
    double high[2] = {180, 90};
    int axis = 0;
    for (const char given : text) {
        const char letter = given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given;
        const auto value = kAlphabet.find(letter);
        if (value == std::string_view::npos) return std::nullopt;
        for (int bit = 4; bit >= 0; --bit, axis = 1 - axis) {
            const double middle = (low[axis] + high[axis]) / 2;
            (((value >> bit) & 1) != 0 ? low : high)[axis] = middle;
        }
    }
    return GeoPoint{(low[1] + high[1]) / 2, (low[0] + high[0]) / 2};
}

double lengthOf(const std::vector<GeoPoint>& line)
{
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double down = std::sin(radians(line[i].lat - line[i - 1].lat) / 2);
        const double across = std::sin(radians(line[i].lon - line[i - 1].lon) / 2);
        const double part = down * down +
                            across * across * std::cos(radians(line[i].lat)) * std::cos(radians(line[i - 1].lat));
        sum += 2 * kEarthRadius * std::atan2(std::sqrt(part), std::sqrt(std::fmax(0, 1 - part)));
    }
    return sum;
}

double headingBetween(const GeoPoint& from, const GeoPoint& to)
{
    const double degrees = std::atan2(to.lon - from.lon, to.lat - from.lat) * 180 / M_PI;
    return degrees < 0 ? degrees + 360 : degrees;
}

}  // namespace watchglass::ui
