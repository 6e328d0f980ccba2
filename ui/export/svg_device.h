#pragma once

#include <memory>

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>

namespace watchglass::ui {

class SvgPaintEngine;

/// A device whose pictures are SVG: paths, texts as texts, images as PNG inside, and clips, which Qt's own generator
/// leaves out. Texts keep their widths where the font is not there.
class SvgDevice final : public QPaintDevice {
public:
    explicit SvgDevice(const QSizeF& size, const QString& title = {});
    ~SvgDevice() override;

    [[nodiscard]] QPaintEngine* paintEngine() const override;
    /// The document. Call it when no painter is active.
    [[nodiscard]] QByteArray document() const;

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

private:
    QSizeF m_size;
    QString m_title;
    std::unique_ptr<SvgPaintEngine> m_engine;
};

}  // namespace watchglass::ui
