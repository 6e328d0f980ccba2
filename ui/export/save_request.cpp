#include "ui/export/save_request.h"

#include <QCoreApplication>

#include "ui/export/picture_export.h"

namespace watchglass::ui {

SaveRequest pictureRequest(const PictureExport& how, const QByteArray& bytes)
{
    const QString suffix = suffixOf(how.format);
    return {fileNameOf(how.title) + QLatin1Char('.') + suffix,
            QCoreApplication::translate("SaveRequest", "%1 picture (*.%2)").arg(suffix.toUpper(), suffix), bytes};
}

QString fileNameOf(const QString& title)
{
    constexpr int kLongest = 100;
    QString name;
    for (const QChar c : title.simplified()) {
        const bool refused = c.unicode() < 0x20 || QStringLiteral("/\\:*?\"<>|").contains(c);
        name += refused ? QLatin1Char('-') : c;
        if (name.size() == kLongest) break;
    }
    while (name.startsWith(QLatin1Char('.'))) name.remove(0, 1);
    name = name.trimmed();
    return name.isEmpty() ? QStringLiteral("panel") : name;
}

}  // namespace watchglass::ui
