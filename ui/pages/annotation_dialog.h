#pragma once

#include <QDialog>

#include "engine/annotations/annotation.h"
#include "ui/dashboard/time_range.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace watchglass::ui {

/// Text, tags and times of an annotation. It stays open until whoever receives saveRequested() closes it or says what
/// went wrong. GUI thread only.
class AnnotationDialog final : public QDialog {
    Q_OBJECT

public:
    /// Times are read and written as `time` has them. Without an id the annotation is a new one.
    AnnotationDialog(annotations::Annotation annotation, TimeContext time, QWidget* parent = nullptr);

    /// Why it was not saved.
    void showProblem(const QString& problem);

signals:
    void saveRequested(const watchglass::annotations::Annotation& annotation);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Takes over what was entered; says at which field what is wrong.
    bool read();
    void save();

    annotations::Annotation m_annotation;
    TimeContext m_time;
    QPlainTextEdit* m_text;
    QLineEdit* m_tags;
    QLineEdit* m_from;
    QLineEdit* m_to;
    QCheckBox* m_everywhere;
    QLabel* m_problem;
    QPushButton* m_save;
};

}  // namespace watchglass::ui
