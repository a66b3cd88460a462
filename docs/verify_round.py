#!/usr/bin/env python3
"""Recomputes a round's digests from what Winnow prints, without Winnow (docs/audit.md).

usage: verify_round.py MANIFESTS DECISIONS
  MANIFESTS   winnow round list --pool P --json
  DECISIONS   winnow round decisions --pool P --round N --json
"""
import hashlib, json, struct, sys
from datetime import datetime, timezone

ARGUMENTS = {
    "ALL_FIT": "candidates budget", "AMONG_MOST_UNCERTAIN": "budget", "NOT_AMONG_MOST_UNCERTAIN": "budget",
    "DRAWN": "seed", "NOT_DRAWN": "seed", "NOT_REACHED": "rank", "BELOW_SELECTED": "budget",
    "SIMILAR": "place", "SIMILAR_FILLS_BUDGET": "place", "SIMILAR_TO_EARLIER": "round",
    "FARTHEST_CENTRE": "place", "SERVES_MINIMUM": "minimum subject group",
    "GAVE_WAY_TO_MINIMUM": "minimum subject group", "BEYOND_MAXIMUM": "maximum subject group",
    "RELAXES_MAXIMUM": "maximum subject group"}

def digest(lines):
    return hashlib.sha256("".join("\t".join(line) + "\n" for line in lines).encode()).hexdigest()

def bits(number):
    return "null" if number is None else struct.pack(">d", number).hex()

def text(value):
    return "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or 127 <= ord(c) < 160 or c == "\\" else c for c in value)

def plain(value):
    return "null" if value is None else str(value)

def millis(value):
    if not isinstance(value, str):
        return plain(value)
    moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return str(round((moment - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds() * 1000))

def manifest_lines(m):
    yield ["winnow-manifest-2" if m["evidenceVersion"] == 1 else "winnow-manifest-3"]
    if m["evidenceVersion"] > 1:
        yield ["evidenceVersion", str(m["evidenceVersion"])]
    yield from ([name, plain(m[name])] for name in ("pool", "round", "trigger", "requestId"))
    yield from ([name, millis(m[name])] for name in ("openedAt", "windowStart", "windowEnd"))
    yield ["policy", m["policyDigest"]]
    yield ["budget", str(m["budget"])]
    yield from (["model", version] for version in m["modelVersions"])
    for topic in sorted(m["offsets"]):
        for p in sorted(m["offsets"][topic], key=int):
            yield ["input", topic, p, str(m["offsets"][topic][p]), m["inputDigests"][topic][p]]
    for name in ("eligible", "withoutDescriptor", "withoutUncertainty", "filteredOut",
                 "incompleteCommittee", "outsideWindow", "late", "described", "describedByNext",
                 "shortlisted", "repeated", "selected"):
        yield [name, str(m[name])]
    for o in m["limits"]:
        yield ["limit", o["limit"]["by"], text(o["group"]), o["effect"], str(o["images"])]
    for name in ("meanUncertainty", "similarityThreshold", "coverageDelta", "coverageBefore",
                 "coverageAfter", "nearestPairBefore", "nearestPairAfter", "divergenceBefore",
                 "divergenceAfter"):
        yield [name, bits(m[name])]
    yield ["poolSample", str(m["poolSample"])]
    for name in ("poolCoverageBefore", "poolCoverageAfter", "poolDivergenceBefore", "poolDivergenceAfter"):
        yield [name, bits(m[name])]
    for line, classes in (("classBefore", m["shortlistClasses"]), ("classAfter", m["selectionClasses"])):
        yield from ([line, text(name), str(classes[name])] for name in sorted(classes))
    for name in ("shortlistDigest", "selectionDigest", "decisionDigest", "previousDigest", "softwareVersion"):
        yield [name, plain(m[name])]
    if m.get("aborted"):
        yield ["aborted", plain(m["aborted"]["requestId"]), text(m["aborted"]["reason"]),
               plain(m["aborted"]["requestedBy"])]

def decision_lines(ranked, version):
    yield [f"winnow-decisions-{version}"]
    for d in ranked:
        line = [d["imageId"], str(d["rank"]), bits(d["uncertainty"]), d["decision"]]
        resembles = [plain(d["similarTo"]), bits(d["cosine"])]
        if version == 1:
            yield line + [text(d["reason"])] + resembles
        else:
            names = ARGUMENTS.get(d["reasonCode"], "").split()
            yield line + resembles + [d["reasonCode"]] + [text(d["reasonArguments"][name]) for name in names]

def main(manifests, decisions):
    failures, previous = [], None
    def check(what, found, expected):
        if found != expected:
            failures.append(f"{what}: {found}, expected {expected}")
    for number, m in enumerate(manifests, 1):
        check("round number", m["round"], number)
        check(f"round {number}: digest", m["digest"], digest(manifest_lines(m)))
        check(f"round {number}: previousDigest", m["previousDigest"], previous)
        previous = m["digest"]
        if m.get("aborted"):
            verify_decisions(m, [], check)
    if decisions:
        m = next(m for m in manifests if m["round"] == decisions[0]["round"])
        verify_decisions(m, sorted(decisions, key=lambda d: d["rank"]), check)
    print("\n".join(failures) or f"{len(manifests)} manifests"
          + (f" and round {m['round']}" if decisions else "") + " verified")
    return 1 if failures else 0

def verify_decisions(m, ranked, check):
    check("shortlistDigest", digest([["winnow-shortlist-1"]] + [
        [d["imageId"], bits(d["uncertainty"])] for d in ranked]), m["shortlistDigest"])
    check("selectionDigest", digest([["winnow-selection-1"]] + [
        [d["imageId"]] for d in ranked if d["decision"] == "SELECTED"]), m["selectionDigest"])
    check("decisionDigest", digest(decision_lines(ranked, m["evidenceVersion"])), m["decisionDigest"])

if __name__ == "__main__":
    sys.exit(main(*map(json.load, map(open, sys.argv[1:]))) if len(sys.argv) == 3 else __doc__)
