#include "ui/panels/exemplar_rows.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>

#include "ui/panels/panel_support.h"
#include "ui/query/program_lists.h"

namespace watchglass::ui {

namespace {

QString said(const char* text) { return QCoreApplication::translate("Exemplar", text); }

QString textOf(std::string_view text) { return toQString(std::string(text)); }

}  // namespace

std::vector<std::pair<QString, QString>> exemplarRows(const Exemplar& exemplar, const QString& value)
{
    std::vector<std::pair<QString, QString>> out{{said("Value"), value}};
    for (const Labels* labels : {&exemplar.labels, &exemplar.series}) {
        for (const LabelView label : *labels) out.emplace_back(textOf(label.name), textOf(label.value));
    }
    return out;
}

std::vector<TooltipAction> exemplarActions(const Exemplar& exemplar, const PanelData& data,
                                           const std::function<void(const QUrl&)>& follow)
{
    std::vector<TooltipAction> actions;
    if (data.lists) {
        for (const ExemplarLink& link : data.lists->exemplarLinks) {
            const std::string value(exemplar.labels.get(link.label));
            if (value.empty()) continue;
            const QString encoded = QString::fromUtf8(QUrl::toPercentEncoding(toQString(value)));
            QString href = toQString(link.url);
            href.replace(QLatin1String("${__value.raw}"), encoded);
            const QUrl url(href, QUrl::TolerantMode);
            actions.push_back({link.title.empty() ? said("Query with %1").arg(href) : toQString(link.title),
                               [follow, url] { follow(url); }});
        }
    }
    for (const LabelView label : exemplar.labels) {
        const QString text = textOf(label.value);
        actions.push_back({said("Copy %1: %2").arg(textOf(label.name), text),
                           [text] { QGuiApplication::clipboard()->setText(text); }});
    }
    return actions;
}

}  // namespace watchglass::ui
