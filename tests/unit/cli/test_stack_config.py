"""What a project's files say of a stack, and whom to ask for a secret."""

import sys
from pathlib import Path

import pytest

from pulumi_junction.cli import stack_config
from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.stack_config import StackConfig
from pulumi_junction.errors import ConfigError

SECRET = "config:\n  junction:managementKey:\n    secure: v1:abc\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path / "Pulumi.yaml", "name: demo\nruntime: python\n")
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def pulumi(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Path:
    """A `pulumi` of our own that notes its arguments and does what *text* says."""
    asked = folder / "asked"
    command = folder / "bin" / "pulumi"
    write(command, f"#!{sys.executable}\nimport sys\nopen({str(asked)!r}, 'a').write(repr(sys.argv[1:]))\n{text}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent))
    return asked


def test_plain_values_are_read_as_text(project: Path) -> None:
    write(project / "Pulumi.dev.yaml", "config:\n  junction:orgId: abc\n  a:n: 5\n  a:b: true\n  a:list: [1]\n")

    config = StackConfig("dev", project)

    assert [config(key) for key in ("junction:orgId", "a:n", "a:b", "a:list", "a:absent")] == [
        "abc",
        "5",
        "true",
        None,
        None,
    ]


def test_what_is_set_for_every_stack_counts_until_the_stack_says_otherwise(project: Path) -> None:
    write(
        project / "Pulumi.yaml", "name: demo\nconfig:\n  junction:orgId: ours\n  junction:env:\n    value: production\n"
    )
    write(project / "Pulumi.dev.yaml", "config:\n  junction:env: sandbox\n")

    assert StackConfig("dev", project)("junction:orgId") == "ours"
    assert StackConfig("dev", project)("junction:env") == "sandbox"
    assert StackConfig("other", project)("junction:env") == "production"


def test_the_project_is_found_from_below_and_its_stacks_where_it_says(project: Path) -> None:
    write(project / "Pulumi.yaml", "name: demo\nstackConfigDir: stacks\n")
    write(project / "stacks" / "Pulumi.dev.yaml", "config:\n  junction:env: sandbox\n")
    below = project / "src"
    below.mkdir()

    assert StackConfig("org/demo/dev", below)("junction:env") == "sandbox"


def test_without_a_project_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"--stack needs a project\. Run it in a folder with a Pulumi\.yaml"):
        StackConfig("dev", tmp_path)


@pytest.mark.parametrize("text", ["config: [", "\tconfig: x: y", "a: 'b"])
def test_a_broken_file_is_named(text: str, project: Path) -> None:
    write(project / "Pulumi.dev.yaml", text)

    with pytest.raises(ConfigError, match=r"Pulumi\.dev\.yaml cannot be read as YAML"):
        StackConfig("dev", project)


@pytest.mark.parametrize("name", ["../../etc/dev", "a b", "--show-secrets", "", "a/b/c/d", "é"])
def test_what_is_no_name_of_a_stack_is_refused(name: str, project: Path) -> None:
    with pytest.raises(UsageProblem, match="--stack is not the name of a stack"):
        StackConfig(name, project)


def test_pulumi_decrypts_a_secret_once_and_the_key_is_on_no_command_line(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "Pulumi.dev.yaml", SECRET)
    asked = pulumi(project, monkeypatch, "print('the-key')")
    config = StackConfig("org/demo/dev", project)

    assert [config("junction:managementKey"), config("junction:managementKey")] == ["the-key", "the-key"]
    assert asked.read_text(encoding="utf-8") == str(
        ["config", "get", "junction:managementKey", "--stack=org/demo/dev", "--non-interactive", "--color=never"]
    )


def test_nobody_is_asked_for_what_the_stack_does_not_have(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pulumi(project, monkeypatch, "")

    assert StackConfig("dev", project)("junction:managementKey") is None
    assert not asked.exists()


def test_a_secret_that_cannot_be_decrypted_says_why_in_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "Pulumi.dev.yaml", SECRET)
    pulumi(project, monkeypatch, "sys.stderr.write('warning: x\\nerror: incorrect passphrase\\n'); sys.exit(1)")

    with pytest.raises(ConfigError) as caught:
        StackConfig("dev", project)("junction:managementKey")

    assert str(caught.value) == (
        "junction:managementKey of the stack dev is a secret, and `pulumi config get` could not tell it: "
        "incorrect passphrase"
    )


def test_without_pulumi_a_secret_cannot_be_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "Pulumi.dev.yaml", SECRET)
    monkeypatch.setenv("PATH", str(project))

    with pytest.raises(ConfigError, match=r"is a secret, and there is no `pulumi` on PATH\. Install the Pulumi CLI"):
        StackConfig("dev", project)("junction:managementKey")


def test_pulumi_that_does_not_end_is_ended(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "Pulumi.dev.yaml", SECRET)
    pulumi(project, monkeypatch, "import signal; signal.pause()")
    monkeypatch.setattr(stack_config, "PULUMI_SECONDS", 0.1)

    with pytest.raises(ConfigError, match=r"`pulumi config get` did not end within 0\.1 s"):
        StackConfig("dev", project)("junction:managementKey")


def test_secret_and_clear_are_told_apart(project: Path) -> None:
    write(project / "Pulumi.dev.yaml", f"{SECRET}  junction:orgId: abc\n")
    config = StackConfig("dev", project)

    assert (config.is_secret("junction:managementKey"), config.in_the_clear("junction:managementKey")) == (True, False)
    assert (config.is_secret("junction:orgId"), config.in_the_clear("junction:orgId")) == (False, True)
    assert (config.is_secret("junction:env"), config.in_the_clear("junction:env")) == (False, False)
