"""The unit of systemd, held against systemd itself where it is installed."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.deploy.commands import options_in, options_of, variables_of

UNIT = Path(__file__).resolve().parents[2] / "deploy" / "voltwin.service"
TEXT = UNIT.read_text(encoding="utf-8")
SECTION = re.search(r"\[Service\]\n(.*?)\n\[Install\]", TEXT, re.DOTALL)


def setting(name: str) -> str:
    assert SECTION is not None
    (value,) = re.findall(rf"^{name}=(.*)$", SECTION[1], re.MULTILINE)
    return str(value)


def analysed(*words: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not here")
    return subprocess.run(
        [program, *words], capture_output=True, text=True, timeout=60, check=False
    )


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """With a program that is here in the place of the one that will be there."""
    unit = tmp_path / UNIT.name
    program = Path(sys.executable).with_name("voltwin")
    unit.write_text(re.sub(r"(?<=^ExecStart=)\S+", str(program), TEXT, flags=re.MULTILINE))
    done = analysed("verify", str(unit))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_wrong_setting_is_noticed(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(TEXT.replace("KillMode=mixed", "KillMode=gently"))
    assert "kill mode" in analysed("verify", str(unit)).stderr


def test_the_service_is_kept_apart_from_the_machine() -> None:
    done = analysed("security", "--offline=true", "--threshold=20", str(UNIT))
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd cannot look at a file")
    assert done.returncode == 0, done.stdout


def test_its_command_is_there_with_its_options() -> None:
    program, *words = setting("ExecStart").split()
    assert program.endswith("/bin/voltwin")
    assert options_in(words) <= options_of(words)
    assert "VOLTWIN_DATA" in variables_of(words)
    assert f"\nEnvironment=VOLTWIN_DATA=/var/lib/{setting('StateDirectory')}\n" in TEXT


def test_it_has_time_to_stop() -> None:
    """Longer than the server gives the requests that run."""
    from voltwin_server.settings import Timeouts

    assert float(setting("TimeoutStopSec")) > Timeouts().stopping


def test_it_is_a_unit() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read_string(TEXT)
    assert parser.sections() == ["Unit", "Service", "Install"]
