#!/usr/bin/env python3
"""Holds the JSON Schema against scenarios: check_schema.py SCHEMA.json; exit 1 when it judges one wrongly.

A broken scenario says in its header what the schema must do: `# schema: refuses`, `accepts` (only the parser can know
that it is wrong), or `unreadable` (no YAML, or its fault is gone once it is read)."""
import json
import sys
from pathlib import Path

import jsonschema
import yaml


def header(path: Path) -> str:
    return next(line[10:].strip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# schema: "))


def main(schema_file: str) -> int:
    schema = json.loads(Path(schema_file).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong = []
    good, broken = sorted(Path("scenarios").glob("*.yaml")), sorted(Path("tests/scenario/broken").glob("*.yaml"))
    for path in good:
        errors = [error.message[:120] for error in validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))]
        if errors:
            wrong.append(f"{path}: refused: {errors[0]}")
    for path in broken:
        expected = header(path)
        if expected == "unreadable":
            continue
        errors = list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8"))))
        if bool(errors) != (expected == "refuses"):
            wrong.append(f"{path}: {'refused: ' + errors[0].message[:120] if errors else 'accepted'}")
    print("\n".join(wrong) or f"{len(good)} accepted, {len(broken)} broken ones judged rightly")
    return 1 if wrong or not good or not broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
