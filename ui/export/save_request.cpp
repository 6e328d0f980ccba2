#include "ui/export/save_request.h"

namespace watchglass::ui {

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
