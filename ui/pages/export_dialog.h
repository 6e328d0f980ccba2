#pragma once

#include <memory>

#include <QDialog>

#include "ui/export/picture_export.h"
#include "ui/export/save_request.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace watchglass::ui {

class DashboardPicture;
class DashboardSession;

/// Asks what a dashboard is to become, draws it off the screen and hands the bytes on. GUI thread only.
class ExportDialog final : public QDialog {
    Q_OBJECT

public:
    /// The session must outlive the dialog. `width`: of the dashboard as it is shown.
    ExportDialog(const DashboardSession& session, int width, const QString& title, QWidget* parent = nullptr);
    ~ExportDialog() override;

signals:
    void saveRequested(const watchglass::ui::SaveRequest& request);

private:
    void update();
    void start();
    void finish();

    const DashboardSession& m_session;
    int m_width;
    QString m_title;
    std::unique_ptr<DashboardPicture> m_picture;
    QComboBox* m_format;
    QDoubleSpinBox* m_scale;
    QComboBox* m_paper;
    QCheckBox* m_perRow;
    QLabel* m_state;
    QPushButton* m_start;
};

}  // namespace watchglass::ui
