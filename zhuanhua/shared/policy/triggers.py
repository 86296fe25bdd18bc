"""Which triggers keep verdict sheets as they were stored? One set per database, for the migration and for tests."""

NO_REPLACE = {  # INSERT OR REPLACE deletes without a delete trigger, unless the connection asks for recursive ones
    "sqlite": (
        (
            "CREATE TRIGGER IF NOT EXISTS verdict_no_replace BEFORE INSERT ON policy_verdict "
            "WHEN EXISTS (SELECT 1 FROM policy_verdict WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'verdict sheets are never changed'); END"
        ),
    ),
    "postgresql": (),
}
INSTALL = {
    "sqlite": (
        "CREATE TRIGGER verdict_no_update BEFORE UPDATE ON policy_verdict BEGIN SELECT RAISE(ABORT, 'verdict sheets are never changed'); END",
        "CREATE TRIGGER verdict_no_delete BEFORE DELETE ON policy_verdict BEGIN SELECT RAISE(ABORT, 'verdict sheets are never deleted'); END",
        *NO_REPLACE["sqlite"],
    ),
    "postgresql": (
        "CREATE FUNCTION verdict_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'verdict sheets are never changed'; END $$",
        "CREATE TRIGGER verdict_no_update BEFORE UPDATE OR DELETE ON policy_verdict FOR EACH ROW EXECUTE FUNCTION verdict_refuse()",
        "CREATE TRIGGER verdict_no_truncate BEFORE TRUNCATE ON policy_verdict FOR EACH STATEMENT EXECUTE FUNCTION verdict_refuse()",
    ),
}
REMOVE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS verdict_no_update",
        "DROP TRIGGER IF EXISTS verdict_no_delete",
        "DROP TRIGGER IF EXISTS verdict_no_replace",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS verdict_no_update ON policy_verdict",
        "DROP TRIGGER IF EXISTS verdict_no_truncate ON policy_verdict",
        "DROP FUNCTION IF EXISTS verdict_refuse()",
    ),
}
