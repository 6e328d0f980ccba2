#include "ui/panels/table_order.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QCollator>
#include <QLocale>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// What a row is compared by; made once, as comparing texts anew each time takes ten times as long.
struct Key {
    std::size_t row = 0;
    double number = 0;
    std::optional<QCollatorSortKey> text;
    bool missing = false;
};

bool before(const Key& a, const Key& b, bool descending)
{
    if (a.missing || b.missing) return !a.missing && b.missing;
    if (a.text && b.text) return descending ? b.text->compare(*a.text) < 0 : a.text->compare(*b.text) < 0;
    if (a.text || b.text) return descending ? a.text.has_value() : b.text.has_value();
    return descending ? b.number < a.number : a.number < b.number;
}

}  // namespace

void sortRows(std::vector<std::size_t>& rows, const Values& values, bool descending)
{
    // Whatever the desktop speaks: without a language there are no numbers in texts. Grafana takes English as well.
    QCollator collator(QLocale(QLocale::English, QLocale::UnitedStates));
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    std::vector<Key> keys;
    keys.reserve(rows.size());
    for (const std::size_t row : rows) {
        Key key;
        key.row = row;
        key.number = values.number(row);
        const bool number = !std::isnan(key.number);
        key.missing = !values.has(row) || (!number && values.isNumeric());
        if (!key.missing && !number) key.text = collator.sortKey(toQString(values.text(row)));
        keys.push_back(std::move(key));
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [descending](const Key& a, const Key& b) { return before(a, b, descending); });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keys[i].row;
}

}  // namespace watchglass::ui
