"""The installer makes a step when its inputs or its result changed, and only then."""

from __future__ import annotations

import json

import pytest

from tools import install


@pytest.fixture(autouse=True)
def stamps(tmp_path, monkeypatch):
    path = tmp_path / "stamps.json"
    monkeypatch.setattr(install, "STAMPS", path)
    monkeypatch.setattr(install, "LOG", tmp_path / "log")
    return path


def step(made, digest="1", *, result=()):
    return install.Step("a", "a", digest, lambda: made.append(digest), result)


def test_a_second_run_does_nothing():
    made: list[str] = []
    install.make([step(made)])
    install.make([step(made)])
    assert made == ["1"]


def test_a_changed_input_makes_it_again():
    made: list[str] = []
    install.make([step(made, "1")])
    install.make([step(made, "2")])
    assert made == ["1", "2"]


def test_a_lost_result_makes_it_again(tmp_path):
    made: list[str] = []
    result = tmp_path / "result"
    result.touch()
    install.make([step(made, result=(result,))])
    result.unlink()
    install.make([step(made, result=(result,))])
    assert made == ["1", "1"]


def test_a_failed_step_is_not_stamped_and_earlier_ones_are(stamps):
    def fail():
        raise install.InstallError("no")

    made: list[str] = []
    steps = [step(made), install.Step("b", "b", "1", fail)]
    with pytest.raises(install.InstallError):
        install.make(steps)
    assert json.loads(stamps.read_text()) == {"a": "1"}


def test_a_stamp_file_that_was_cut_short_counts_as_none(stamps):
    stamps.write_text('{"a": ')
    made: list[str] = []
    install.make([step(made)])
    assert made == ["1"]


def test_the_digest_follows_names_contents_and_salt(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x")
    two.write_text("x")
    digests = {
        install.digest_of([one]),
        install.digest_of([two]),
        install.digest_of([one, two]),
        install.digest_of([one], "3.11"),
    }
    one.write_text("y")
    digests.add(install.digest_of([one]))
    assert len(digests) == 5
    assert install.digest_of([one, two]) == install.digest_of([two, one])


def test_installed_and_hidden_folders_are_no_sources(tmp_path):
    for name in ["a.ts", "deep/b.ts", "node_modules/c.ts", ".cache/d.ts", "note.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = install.files_below(tmp_path, ".ts")
    assert {path.name for path in found} == {"a.ts", "b.ts"}


def test_a_failing_program_is_reported_with_its_last_words(tmp_path):
    command = ["sh", "-c", "for i in $(seq 40); do echo line $i; done; exit 3"]
    with pytest.raises(install.InstallError) as caught:
        install.call(*command, cwd=tmp_path)
    said = str(caught.value)
    assert "line 40" in said
    assert "line 25\n" not in said
    assert "exit code 3" in said


def test_an_unknown_extra_is_wrong_usage(capsys):
    assert install.main(["gpu"]) == 2
    assert "gpu" in capsys.readouterr().out
