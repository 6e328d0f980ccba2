#include "ui/panels/table_cells.h"

#include <algorithm>

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QCache>
#include <QImageReader>
#include <QPainter>
#include <QPalette>
#include <QTextDocument>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr qsizetype kMostUri = 4 * 1024 * 1024;
constexpr int kMostMegabytes = 64;  ///< of a picture as it unfolds
constexpr int kMostPixels = 8'192;  ///< of one side
constexpr double kIcon = 14;

/// Markdown that reaches for nothing.
class PlainDocument final : public QTextDocument {
protected:
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

void paintNote(QPainter& painter, const QRectF& inner, const QString& text)
{
    const QFont font = textFont(Metrics::kTextPixels);
    const Theme& theme = currentTheme();
    const QRectF mark(inner.left(), inner.center().y() - kIcon / 2, kIcon, kIcon);
    paintIcon(painter, IconKind::Info, mark, theme.textSecondary);
    painter.setFont(font);
    painter.setPen(theme.textSecondary);
    const QRectF room = inner.adjusted(kIcon + 6, 0, 0, 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(text, Qt::ElideRight, room.width()));
}

}  // namespace

QImage embeddedImage(const QString& uri, const QSize& most)
{
    if (!uri.startsWith(QLatin1String("data:image/")) || uri.size() > kMostUri) return {};
    const qsizetype comma = uri.indexOf(QLatin1Char(','));
    if (comma < 0 || !QStringView(uri).left(comma).endsWith(QLatin1String(";base64"))) return {};
    QByteArray bytes = QByteArray::fromBase64(QStringView(uri).mid(comma + 1).toLatin1());
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    // A kilobyte can unfold to gigabytes: sizes are asked for before anything is decoded.
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > kMostPixels || size.height() > kMostPixels) return {};
    QImageReader::setAllocationLimit(kMostMegabytes);
    reader.setScaledSize(size.scaled(size.boundedTo(most).expandedTo({1, 1}), Qt::KeepAspectRatio));
    return reader.read();
}

void paintImageCell(QPainter& painter, const CellSpot& spot, const QColor&)
{
    static QCache<QString, QImage> cache(16 * 1024);
    const QString uri = spot.model.plainText(spot.index.row(), spot.index.column());
    if (uri.isEmpty()) return;
    if (!uri.startsWith(QLatin1String("data:"))) {
        paintNote(painter, spot.inner, TableModel::tr("Not loaded: only pictures inside the data are shown"));
        return;
    }
    constexpr double kPadding = 6;
    const QRectF room = spot.inner.adjusted(0, kPadding, 0, -kPadding);
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize most = (room.size() * ratio).toSize();
    const QString key = QStringLiteral("%1x%2 ").arg(most.width()).arg(most.height()) + uri;
    QImage* image = cache.object(key);
    if (!image) {
        image = new QImage(embeddedImage(uri, most));
        cache.insert(key, image, static_cast<int>(image->sizeInBytes() / 1024) + 1);
        image = cache.object(key);
    }
    if (!image || image->isNull()) {
        paintNote(painter, spot.inner, TableModel::tr("This picture cannot be read"));
        return;
    }
    const QSizeF size = QSizeF(image->size()) / ratio;
    double x = room.left();
    if (spot.column().alignment & Qt::AlignRight) x = room.right() - size.width();
    if (spot.column().alignment & Qt::AlignHCenter) x = room.center().x() - size.width() / 2;
    painter.drawImage(QRectF(QPointF(x, room.center().y() - size.height() / 2), size), *image);
}

void paintMarkdownCell(QPainter& painter, const CellSpot& spot, const QColor& ink)
{
    PlainDocument document;
    document.setDocumentMargin(0);
    document.setDefaultFont(textFont(Metrics::kTextPixels));
    document.setTextWidth(std::max(1.0, spot.inner.width()));
    document.setMarkdown(spot.model.plainText(spot.index.row(), spot.index.column()),
                         QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                             QTextDocument::MarkdownNoHTML);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, ink);
    const double height = document.size().height();
    painter.translate(spot.inner.left(), std::max(spot.inner.top() + 6, spot.inner.center().y() - height / 2));
    document.documentLayout()->draw(&painter, context);
}

}  // namespace watchglass::ui
