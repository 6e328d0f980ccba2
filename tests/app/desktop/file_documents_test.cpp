#include "app/desktop/file_documents.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::app;

namespace {

const QByteArray kText = "{ \"title\" : \"Demo\",\n\"panels\": [] }\n";

}  // namespace

class FileDocumentsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FileDocuments> m_documents;
    std::int64_t m_now = 1'715'776'496'000;

    std::string write(const QString& name, const QByteArray& text) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(text);
        return file.fileName().toStdString();
    }
    static QByteArray read(const std::string& name)
    {
        QFile file(QString::fromStdString(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_documents = std::make_unique<FileDocuments>(m_folder->filePath("history").toStdString(),
                                                      [this] { return m_now; });
    }

    void readsTheVeryText()
    {
        const auto stored = m_documents->read(write("a.json", kText));
        QVERIFY(stored);
        QCOMPARE(QByteArray::fromStdString(stored->text), kText);
        QCOMPARE(stored->path, std::string());
        QVERIFY(stored->writable);
        const auto inside = m_documents->read(write("b.json", "{\"dashboard\": " + kText + "}"));
        QVERIFY(inside && inside->writable);
        QCOMPARE(inside->path, std::string("/dashboard"));
        QCOMPARE(m_documents->read("pasted:1").error().code, ErrorCode::NotFound);
    }

    void yamlIsSavedElsewhere()
    {
        const std::string file = write("c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n"
                                                 "  a.json: |\n    {\"title\": \"In\", \"panels\": []}\n");
        const auto stored = m_documents->read(file);
        QVERIFY(stored);
        QVERIFY(!stored->writable && !stored->note.empty());
        QVERIFY(QByteArray::fromStdString(stored->text).contains("\"title\": \"In\""));
    }

    void savesAndKeepsAllStates()
    {
        const std::string file = write("a.json", kText);
        const auto saved = m_documents->save(file, "{\"title\": \"B\"}", kText.toStdString());
        QVERIFY(saved && saved->saved);
        m_now += 5000;
        QVERIFY(m_documents->save(file, "{\"title\": \"C\"}", "{\"title\": \"B\"}"));
        QCOMPARE(read(file), QByteArray("{\"title\": \"C\"}"));
        const auto versions = m_documents->versions(file);
        QCOMPARE(versions.size(), std::size_t{3});
        QCOMPARE(versions[0].savedMs, m_now);
        QCOMPARE(*m_documents->version(file, versions[0].id), std::string("{\"title\": \"C\"}"));
        QCOMPARE(QByteArray::fromStdString(*m_documents->version(file, versions[2].id)), kText);
        QVERIFY(!m_documents->version(file, "../../a"));
        QVERIFY(m_documents->versions(write("other.json", kText)).empty());
    }

    void leavesAChangedFileAlone()
    {
        const std::string file = write("a.json", "{\"title\": \"somebody else\"}");
        const auto saved = m_documents->save(file, "{}", kText.toStdString());
        QVERIFY(saved && !saved->saved);
        QCOMPARE(saved->onDisk, std::string("{\"title\": \"somebody else\"}"));
        QCOMPARE(read(file), QByteArray("{\"title\": \"somebody else\"}"));
        QVERIFY(m_documents->versions(file).empty());
    }

    void aFolderThatIsNotThere()
    {
        const std::string file = m_folder->filePath("no/such/a.json").toStdString();
        const auto done = m_documents->saveCopy(file, "{}");
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Io);
    }

    void aCopyKeepsWhatItReplaces()
    {
        const std::string file = write("a.json", kText);
        QVERIFY(m_documents->saveCopy(file, "{\"title\": \"B\"}"));
        QCOMPARE(read(file), QByteArray("{\"title\": \"B\"}"));
        QCOMPARE(m_documents->versions(file).size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(FileDocumentsTest)
#include "file_documents_test.moc"
