#pragma once

#include <QDialog>
#include <optional>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace watchglass::ui {

/// Where a dashboard can come from: grafana.com by its number or address, a JSON text, files. It fetches and reads
/// nothing itself: it asks for that by signals, and the answer closes it or is shown in it. GUI thread only.
class ImportDialog final : public QDialog {
    Q_OBJECT

public:
    explicit ImportDialog(QWidget* parent = nullptr);

    /// Why a dashboard cannot be had; the dialog stays as it is.
    void showError(const QString& text);
    [[nodiscard]] bool isWaiting() const { return m_waiting; }

signals:
    /// A dashboard of grafana.com is wanted; revision 0 is the newest.
    void downloadRequested(qint64 id, qint64 revision);
    void textRequested(const QByteArray& text);
    void filesRequested();

private:
    void load();
    void setWaiting(bool waiting);

    QLineEdit* m_number;
    QPushButton* m_load;
    QPlainTextEdit* m_text;
    QLabel* m_message;
    bool m_waiting = false;
};

/// What was typed in: "1860", "1860/revisions/37", "https://grafana.com/grafana/dashboards/1860-node-exporter-full/".
struct GrafanaComReference {
    qint64 id = 0;
    qint64 revision = 0;
};
/// None for anything else.
[[nodiscard]] std::optional<GrafanaComReference> grafanaComReference(const QString& text);

}  // namespace watchglass::ui
