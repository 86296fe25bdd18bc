"""Which triggers keep the journal append-only? One pair of statements per database, used by the migration and by tests."""

NO_REPLACE = {  # INSERT OR REPLACE deletes without a delete trigger, unless the connection asks for recursive ones
    "sqlite": (
        (
            "CREATE TRIGGER IF NOT EXISTS journal_no_replace BEFORE INSERT ON journal_entry "
            "WHEN EXISTS (SELECT 1 FROM journal_entry WHERE seq = NEW.seq OR hash = NEW.hash) "
            "BEGIN SELECT RAISE(ABORT, 'journal lines are never changed'); END"
        ),
    ),
    "postgresql": (),
}
INSTALL = {
    "sqlite": (
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal lines are never changed'); END",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal lines are never deleted'); END",
        *NO_REPLACE["sqlite"],
    ),
    "postgresql": (
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal lines are never changed'; END $$",
        "CREATE TRIGGER journal_no_update BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
    ),
}
REMOVE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS journal_no_update",
        "DROP TRIGGER IF EXISTS journal_no_delete",
        "DROP TRIGGER IF EXISTS journal_no_replace",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS journal_no_update ON journal_entry",
        "DROP TRIGGER IF EXISTS journal_no_truncate ON journal_entry",
        "DROP FUNCTION IF EXISTS journal_refuse()",
    ),
}
