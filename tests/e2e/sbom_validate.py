# SPDX-License-Identifier: MIT OR Apache-2.0
"""Reads bills of materials with the tools of those who made the formats; complains if they do."""
import json
import re
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing
from packageurl import PackageURL
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def check_purl(purl):
    if PackageURL.from_string(purl).to_string() != purl:
        raise ValueError(f"not as packageurl writes it: {purl}")


def check_spdx(path, document):
    messages = validate_full_spdx_document(parse_file(path))
    if messages:
        raise ValueError([m.validation_message for m in messages])
    for package in document["packages"]:
        check_purl(package["externalRefs"][0]["referenceLocator"])
    return len(document["packages"])


def check_cyclonedx(text, document):
    error = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
    if error:
        raise ValueError(error)
    refs = {c["bom-ref"] for c in document["components"]}
    refs.add(document["metadata"]["component"]["bom-ref"])
    for edges in document["dependencies"]:
        if not refs.issuperset([edges["ref"], *edges["dependsOn"]]):
            raise ValueError(f"an edge to nothing: {edges}")
    for component in document["components"]:
        check_purl(component["purl"])
    return len(document["components"])


def check_table(path):
    """Every identifier of license_table.c is one that the tools know."""
    with open(path, encoding="utf-8") as file:
        tables = file.read().split("license_exceptions[]")
    licensing = get_spdx_licensing()
    for form, table in zip(("{}", "MIT WITH {}"), tables):
        for name in re.findall(r'"([^"/]*)"[,}]', table):
            errors = licensing.validate(form.format(name)).errors
            if errors:
                raise ValueError(errors)


def main():
    for path in sys.argv[1:]:
        if path.endswith(".c"):
            check_table(path)
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        document = json.loads(text)
        count = (check_spdx(path, document) if "spdxVersion" in document
                 else check_cyclonedx(text, document))
        print(f"{path}: {count} packages")


main()
