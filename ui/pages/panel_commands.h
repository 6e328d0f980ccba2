#pragma once

#include <functional>

#include <QObject>
#include <QPointer>

#include "ui/export/picture_export.h"
#include "ui/export/save_request.h"
#include "ui/inspect/inspect_dialog.h"
#include "ui/pages/dashboard_session.h"

class QMenu;

namespace watchglass::ui {

class DashboardView;

/// What can be done with one panel of a dashboard, from its menu and by keys. Entries whose signal nobody receives are
/// not in the menu: editing is somebody else's. GUI thread only.
class PanelCommands final : public QObject {
    Q_OBJECT

public:
    /// Dialogs get `window` as parent.
    PanelCommands(DashboardSession& session, DashboardView& view, QWidget* window);

    /// Where the dashboard's file is, for what is shared.
    void setLocation(const QString& location) { m_location = location; }

    /// Whether somebody receives editRequested(), duplicateRequested(), removeRequested().
    [[nodiscard]] bool canEdit() const;
    [[nodiscard]] bool canDuplicate() const;
    [[nodiscard]] bool canRemove() const;

    void openMenu(const std::string& key, const QPoint& position);
    /// The panel alone in the view, or back to the grid.
    void toggleView(const std::string& key);
    void share(const std::string& key);
    void shareDashboard();
    void explore(const std::string& key);
    InspectDialog* inspect(const std::string& key, InspectDialog::Tab tab);
    void copyJson(const std::string& key);
    void exportCsv(const std::string& key, bool forExcel);
    void exportPicture(const std::string& key, PictureExport how);

signals:
    void exploreRequested(const QString& expression, const watchglass::ui::TimeRangeText& range);
    void saveRequested(const watchglass::ui::SaveRequest& request);
    void editRequested(const QString& key);
    void duplicateRequested(const QString& key);
    void removeRequested(const QString& key);
    void annotationRequested(qint64 panelId);

private:
    void openShare(std::int64_t panelId, const QString& title);
    [[nodiscard]] const PlacedPanel* panelOf(const std::string& key) const;
    [[nodiscard]] QString titleOf(const std::string& key) const;
    [[nodiscard]] bool canExplore(const PlacedPanel& placed) const;
    [[nodiscard]] bool canAnnotate(const PlacedPanel& placed) const;
    void addInspect(QMenu& menu, const std::string& key);
    void addExport(QMenu& menu, const std::string& key);

    DashboardSession& m_session;
    DashboardView& m_view;
    QWidget* m_window;
    QString m_location;
    QPointer<QMenu> m_menu;
};

}  // namespace watchglass::ui
