"""Write the golden reports again: `python -m tests.unit.report.golden.write`."""

from pathlib import Path

from pulumi_junction.report.document import to_json
from pulumi_junction.report.markdown import markdown
from tests.unit.report.scenes import SCENES

FOLDER = Path(__file__).parent
FORMS = {"md": markdown, "json": to_json}


def main() -> None:
    """Write every scene in every form."""
    for name, scene in SCENES.items():
        for suffix, form in FORMS.items():
            FOLDER.joinpath(f"{name}.{suffix}").write_text(form(scene()), encoding="utf-8")


if __name__ == "__main__":
    main()
