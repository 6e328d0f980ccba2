#include "tests/conformance/reference/picture.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QPainter>

namespace watchglass::conformance {

namespace {

constexpr int kWindow = 7;
constexpr int kGap = 8;

std::vector<double> luminance(const QImage& image)
{
    const QImage source = image.convertToFormat(QImage::Format_RGB32);
    std::vector<double> out;
    out.reserve(static_cast<std::size_t>(source.width()) * static_cast<std::size_t>(source.height()));
    for (int y = 0; y < source.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(source.constScanLine(y));
        for (int x = 0; x < source.width(); ++x)
            out.push_back(0.2125 * qRed(line[x]) + 0.7154 * qGreen(line[x]) + 0.0721 * qBlue(line[x]));
    }
    return out;
}

/// Sums over all windows, from sums over everything above and left.
class WindowSums {
public:
    template <class F>
    WindowSums(int width, int height, F value)
        : m_stride(static_cast<std::size_t>(width) + 1), m_sums(m_stride * (static_cast<std::size_t>(height) + 1), 0.0)
    {
        for (std::size_t y = 1; y <= static_cast<std::size_t>(height); ++y) {
            double row = 0;
            for (std::size_t x = 1; x < m_stride; ++x) {
                row += value((y - 1) * (m_stride - 1) + x - 1);
                m_sums[y * m_stride + x] = m_sums[(y - 1) * m_stride + x] + row;
            }
        }
    }
    [[nodiscard]] double at(std::size_t x, std::size_t y) const
    {
        return m_sums[(y + kWindow) * m_stride + x + kWindow] - m_sums[y * m_stride + x + kWindow] -
               m_sums[(y + kWindow) * m_stride + x] + m_sums[y * m_stride + x];
    }

private:
    std::size_t m_stride;
    std::vector<double> m_sums;
};

}  // namespace

double similarity(const QImage& ours, const QImage& theirs)
{
    const int width = ours.width();
    const int height = ours.height();
    if (ours.size() != theirs.size() || width < kWindow || height < kWindow) return 0;
    const std::vector<double> a = luminance(ours);
    const std::vector<double> b = luminance(theirs);
    const WindowSums sumA(width, height, [&](std::size_t i) { return a[i]; });
    const WindowSums sumB(width, height, [&](std::size_t i) { return b[i]; });
    const WindowSums squaresA(width, height, [&](std::size_t i) { return a[i] * a[i]; });
    const WindowSums squaresB(width, height, [&](std::size_t i) { return b[i] * b[i]; });
    const WindowSums products(width, height, [&](std::size_t i) { return a[i] * b[i]; });
    constexpr double kCount = kWindow * kWindow;
    constexpr double kUnbiased = kCount / (kCount - 1);
    constexpr double kC1 = (0.01 * 255) * (0.01 * 255);
    constexpr double kC2 = (0.03 * 255) * (0.03 * 255);
    double total = 0;
    for (std::size_t y = 0; y + kWindow <= static_cast<std::size_t>(height); ++y) {
        for (std::size_t x = 0; x + kWindow <= static_cast<std::size_t>(width); ++x) {
            const double meanA = sumA.at(x, y) / kCount;
            const double meanB = sumB.at(x, y) / kCount;
            const double varA = kUnbiased * (squaresA.at(x, y) / kCount - meanA * meanA);
            const double varB = kUnbiased * (squaresB.at(x, y) / kCount - meanB * meanB);
            const double both = kUnbiased * (products.at(x, y) / kCount - meanA * meanB);
            total += (2 * meanA * meanB + kC1) * (2 * both + kC2) /
                     ((meanA * meanA + meanB * meanB + kC1) * (varA + varB + kC2));
        }
    }
    return total / ((width - kWindow + 1.0) * (height - kWindow + 1.0));
}

QImage besideEachOther(const QImage& ours, const QImage& theirs)
{
    const int width = std::max(ours.width(), theirs.width());
    const int height = std::max(ours.height(), theirs.height());
    QImage difference(width, height, QImage::Format_RGB32);
    difference.fill(Qt::black);
    for (int y = 0; y < std::min(ours.height(), theirs.height()); ++y) {
        for (int x = 0; x < std::min(ours.width(), theirs.width()); ++x) {
            const QRgb a = ours.pixel(x, y);
            const QRgb b = theirs.pixel(x, y);
            const auto part = [](int p, int q) { return std::min(255, std::abs(p - q) * 3); };
            difference.setPixel(x, y,
                                qRgb(part(qRed(a), qRed(b)), part(qGreen(a), qGreen(b)), part(qBlue(a), qBlue(b))));
        }
    }
    QImage sheet(width * 3 + kGap * 2, height, QImage::Format_RGB32);
    sheet.fill(QColor(120, 120, 120));
    QPainter painter(&sheet);
    painter.drawImage(0, 0, ours);
    painter.drawImage(width + kGap, 0, theirs);
    painter.drawImage((width + kGap) * 2, 0, difference);
    return sheet;
}

}  // namespace watchglass::conformance
