"""Which trigger keeps those who decide apart from those who apply? One set per database, for the migration and for tests."""

from zhuanhua.shared.access.roles import DECIDING_ROLES, ROLES, Desk


def _named(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


APPLYING = _named(tuple(role.name.value for role in ROLES.values() if role.desk == Desk.ORGANISATION))
DECIDING = _named(DECIDING_ROLES)
OTHER_SIDE = f"""SELECT 1 FROM people_membership AS held WHERE held.person_id = NEW.person_id AND held.id <> NEW.id AND held.until_on IS NULL
  AND ((NEW.role IN ({APPLYING}) AND held.role IN ({DECIDING})) OR (NEW.role IN ({DECIDING}) AND held.role IN ({APPLYING})))"""  # noqa: S608 - our own words
SAID = "who decides cannot apply"

INSTALL = {
    "sqlite": tuple(
        f"CREATE TRIGGER membership_one_side_{verb.lower()} BEFORE {verb} ON people_membership WHEN NEW.until_on IS NULL AND EXISTS ({OTHER_SIDE}) "
        f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        for verb in ("INSERT", "UPDATE")
    ),
    "postgresql": (
        f"""
CREATE FUNCTION membership_one_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM people_person WHERE id = NEW.person_id FOR UPDATE;
  IF EXISTS ({OTHER_SIDE}) THEN
    RAISE EXCEPTION '{SAID}' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
""",
        """
CREATE TRIGGER membership_one_side BEFORE INSERT OR UPDATE ON people_membership
FOR EACH ROW WHEN (NEW.until_on IS NULL) EXECUTE FUNCTION membership_one_side()
""",
    ),
}
REMOVE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS membership_one_side_insert",
        "DROP TRIGGER IF EXISTS membership_one_side_update",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS membership_one_side ON people_membership",
        "DROP FUNCTION IF EXISTS membership_one_side()",
    ),
}
