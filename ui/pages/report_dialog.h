#pragma once

#include <QDialog>

#include "ui/dashboard/import_report.h"

namespace watchglass::ui {

/// What became of each option of an imported dashboard, with a filter; honoured ones on demand.
class ReportDialog final : public QDialog {
    Q_OBJECT

public:
    ReportDialog(const QString& title, const ImportReport& report, const std::vector<std::string>& notes,
                 QWidget* parent = nullptr);
};

}  // namespace watchglass::ui
