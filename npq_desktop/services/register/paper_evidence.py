"""What is recorded of signed papers, in words; the scans themselves are not looked at."""

from npq_desktop.services.core.facts import GroupFacts


def evidence_words(facts: GroupFacts, event: str) -> tuple[str, ...]:
    """Such as "signed.pdf (214 KB), paper kept in the school office", one for each paper."""
    return tuple(
        f"{fact.details.get('name') or 'a scan without a name'}"
        f" ({size_words(fact.details.get('size'))}), paper kept: {fact.text or 'nobody said where'}"
        for fact in facts.evidence.get(event, ())
    )


def size_words(size: object) -> str:
    """Such as "214 KB", from a count of bytes that may have come from anywhere."""
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        return "size unknown"
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
