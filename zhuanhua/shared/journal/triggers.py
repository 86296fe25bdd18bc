"""Which triggers keep the journal append-only? One pair of statements per database, used by the migration and by tests."""

INSTALL = {
    "sqlite": (
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal lines are never changed'); END",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'journal lines are never deleted'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'journal lines are never changed'; END $$",
        "CREATE TRIGGER journal_no_update BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
    ),
}
REMOVE = {
    "sqlite": ("DROP TRIGGER IF EXISTS journal_no_update", "DROP TRIGGER IF EXISTS journal_no_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS journal_no_update ON journal_entry",
        "DROP TRIGGER IF EXISTS journal_no_truncate ON journal_entry",
        "DROP FUNCTION IF EXISTS journal_refuse()",
    ),
}
