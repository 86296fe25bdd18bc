"""Which triggers keep money's entries as they were written, and every transfer at zero? One set per database."""

KEPT = ("ledger_transfer", "ledger_entry")

_REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger lines are never changed or deleted'; END $$
"""
_AT_COMMIT = """
CREATE CONSTRAINT TRIGGER ledger_entry_zero AFTER INSERT ON ledger_entry
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_sum_to_zero()
"""
_SUM_TO_ZERO = """
CREATE FUNCTION ledger_sum_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount_fen) FROM ledger_entry WHERE transfer_id = NEW.transfer_id) <> 0 THEN
    RAISE EXCEPTION 'the entries of transfer % do not sum to zero', NEW.transfer_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$
"""

SAME = {  # by which columns a new row would take the place of an old one
    "ledger_transfer": "id = NEW.id OR (actor = NEW.actor AND key = NEW.key)",
    "ledger_entry": "id = NEW.id OR (transfer_id = NEW.transfer_id AND account_id = NEW.account_id AND book = NEW.book)",
}
NO_REPLACE = {  # INSERT OR REPLACE deletes without a delete trigger, unless the connection asks for recursive ones
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "  # noqa: S608 - our own words
        f"BEGIN SELECT RAISE(ABORT, 'ledger lines are never changed or deleted'); END"
        for table, same in SAME.items()
    ),
    "postgresql": (),
}
INSTALL = {
    "sqlite": NO_REPLACE["sqlite"]
    + tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'ledger lines are never changed or deleted'); END"
        for table in KEPT
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        _REFUSE,
        *(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {verbs} ON {table} FOR EACH {scope} EXECUTE FUNCTION ledger_refuse()"
            for table in KEPT
            for name, verbs, scope in (
                ("change", "UPDATE OR DELETE", "ROW"),
                ("truncate", "TRUNCATE", "STATEMENT"),
            )
        ),
        _SUM_TO_ZERO,
        _AT_COMMIT,
    ),
}
REMOVE = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
        for table in KEPT
        for verb in ("update", "delete", "replace")
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS ledger_entry_zero ON ledger_entry",
        *(
            f"DROP TRIGGER IF EXISTS {table}_no_{name} ON {table}"
            for table in KEPT
            for name in ("change", "truncate")
        ),
        "DROP FUNCTION IF EXISTS ledger_sum_to_zero()",
        "DROP FUNCTION IF EXISTS ledger_refuse()",
    ),
}
