"""Lists who is ready for a certificate and what the others lack; the Department issues it.

Nothing here tells an outcome before its results are out.
"""

from pathlib import Path

from npq_desktop.interchange.exports.table_writing import write_csv
from npq_desktop.journal.kinds.person import PersonFact
from npq_desktop.rows.assessment import CertificateRow
from npq_desktop.services.core.core import Core
from npq_desktop.services.core.laptop.files import save_as
from npq_desktop.services.core.words import clean
from npq_desktop.services.office.assessment.judging import AssessmentAt
from npq_desktop.services.office.assessment.words import missing_words
from npq_desktop.services.office.roles import OfficeRoles

VERB = "make the certificate list"
_HEADER = ("Name", "TRN", "Round", "Missing")


class CertificatesService:
    """Reads only, and saves the list as a table."""

    def __init__(self, core: Core, *, roles: OfficeRoles) -> None:
        self._core = core
        self._roles = roles

    def rows(self, group: str) -> tuple[CertificateRow, ...]:
        """Everybody, who is ready first, then by name.

        Raises:
            ServiceError: this laptop does not coordinate the group.
        """
        self._roles.check(group, VERB)
        facts = self._core.facts.of(group)
        judged = AssessmentAt(facts, self._roles.sealed, self._core.now(group))
        rows = (self._row(judged, person) for person in judged.people)
        return tuple(sorted(rows, key=lambda row: (bool(row.missing), row.name.casefold())))

    def save(self, group: str, path: Path) -> None:
        """Save the list as CSV.

        Raises:
            ServiceError: this laptop does not coordinate the group, or the file has another ending.
            BundleError: it was not saved.
        """
        rows = [tuple(map(clean, (r.name, r.trn, r.round, r.missing))) for r in self.rows(group)]
        makers = {".csv": lambda: write_csv(_HEADER, rows)}
        save_as(path, makers, store=self._core.store, group=group, what="the certificate list")

    @staticmethod
    def _row(judged: AssessmentAt, person: PersonFact) -> CertificateRow:
        missing = judged.missing_for_certificate(person)
        place = judged.passed(person.id) if "not_passed" not in missing else None
        known = place.round if place is not None else None
        return CertificateRow(
            person=person.id,
            name=judged.facts.names[person.id],
            trn=person.fields.get("trn", ""),
            round=known.title if known is not None else "",
            missing=missing_words(missing),
        )
