"""Which triggers keep verdict sheets as they were stored? One set per database, for the migration and for tests."""

INSTALL = {
    "sqlite": (
        "CREATE TRIGGER verdict_no_update BEFORE UPDATE ON policy_verdict BEGIN SELECT RAISE(ABORT, 'verdict sheets are never changed'); END",
        "CREATE TRIGGER verdict_no_delete BEFORE DELETE ON policy_verdict BEGIN SELECT RAISE(ABORT, 'verdict sheets are never deleted'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION verdict_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'verdict sheets are never changed'; END $$",
        "CREATE TRIGGER verdict_no_update BEFORE UPDATE OR DELETE ON policy_verdict FOR EACH ROW EXECUTE FUNCTION verdict_refuse()",
        "CREATE TRIGGER verdict_no_truncate BEFORE TRUNCATE ON policy_verdict FOR EACH STATEMENT EXECUTE FUNCTION verdict_refuse()",
    ),
}
REMOVE = {
    "sqlite": ("DROP TRIGGER IF EXISTS verdict_no_update", "DROP TRIGGER IF EXISTS verdict_no_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS verdict_no_update ON policy_verdict",
        "DROP TRIGGER IF EXISTS verdict_no_truncate ON policy_verdict",
        "DROP FUNCTION IF EXISTS verdict_refuse()",
    ),
}
