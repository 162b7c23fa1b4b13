"""The compose file: what a container engine would be asked for, checked without one."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from tests.deploy.commands import options_in, options_of, variables_of

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FILE = DEPLOY / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("voltwin:")}
VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
SECRET = re.compile(r"PASSWORD|TOKEN|SECRET|KEY$")

each_service = pytest.mark.parametrize("name", SERVICES)


def filled(text: str) -> str:
    """Return a text with the defaults of its variables."""
    return VARIABLE.sub(lambda found: found[2] or "", text)


# --- what an engine would say ---


def test_docker_takes_the_file(tmp_path: Path) -> None:
    if shutil.which("docker") is None:
        pytest.skip("docker is not here")
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if plugin.returncode:
        pytest.skip("docker is here without its plugin compose")
    command = ["docker", "compose", "--file", str(FILE), "--profile", "*", "config", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# --- images ---


@each_service
def test_an_image_is_a_name_and_a_version(name: str) -> None:
    image, _, version = SERVICES[name]["image"].partition(":")
    assert not re.search(r"[.:@]", image.partition("/")[0]), "names a registry"
    assert re.fullmatch(r"\d+\.\d+\.\d+(-pg17)?", version)


def test_the_database_is_new_enough() -> None:
    version = SERVICES["database"]["image"].partition(":")[2].removesuffix("-pg17")
    assert tuple(map(int, version.split("."))) >= (2, 28)


def test_our_image_has_the_version_of_the_package_and_is_built_from_the_tree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"server", "schema", "ray"} == OURS
    for name in OURS:
        assert SERVICES[name]["image"] == f"voltwin:{project['version']}"
        build = SERVICES[name]["build"]
        assert (DEPLOY / build["context"]).resolve() == ROOT
        assert (ROOT / build["dockerfile"]).is_file()


# --- what a container may do ---


@each_service
def test_a_container_may_do_what_it_needs_and_no_more(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "ipc", "user", "devices"} & set(service)
    needed = {
        "database": {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"},
        "proxy": {"NET_BIND_SERVICE"},
    }
    assert set(service.get("cap_add", [])) == needed.get(name, set())


@each_service
def test_a_container_is_bounded_and_begins_again(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"\d+[mg]", filled(service["mem_limit"]))
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["restart"] == ("no" if name == "schema" else "unless-stopped")


@each_service
def test_what_is_written_is_a_volume_or_memory(name: str) -> None:
    assert any(mount.startswith("/tmp") for mount in SERVICES[name]["tmpfs"])
    mounts = [mount.split(":") for mount in SERVICES[name].get("volumes", [])]
    for source, *_ in mounts:
        assert source in COMPOSE["volumes"] or (DEPLOY / source).is_file()


def test_every_volume_is_used() -> None:
    used = {
        mount.partition(":")[0]
        for service in SERVICES.values()
        for mount in service.get("volumes", [])
    }
    assert set(COMPOSE["volumes"]) <= used


# --- who reaches whom ---


def test_the_world_reaches_the_proxy_alone() -> None:
    ports = {name: service.get("ports", []) for name, service in SERVICES.items()}
    assert {name for name, some in ports.items() if some} == {"server", "proxy"}
    assert all(port.startswith("127.0.0.1:") for port in ports["server"])


def test_the_database_and_ray_reach_nothing_outside() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == SERVICES["ray"]["networks"] == ["inside"]
    assert "inside" in SERVICES["server"]["networks"]
    assert SERVICES["proxy"]["networks"] == ["outside"]


def test_the_proxy_leads_to_the_server() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    (upstream,) = re.findall(r"reverse_proxy (\S+)", text)
    host, _, port = upstream.partition(":")
    assert host in SERVICES
    assert f"--port={port}" in SERVICES[host]["command"]
    variables = set(re.findall(r"\{\$(\w+)\}", text))
    assert variables <= set(SERVICES["proxy"]["environment"])


def test_caddy_takes_its_file() -> None:
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("caddy is not here")
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    environment = {"VOLTWIN_HOST": "twin.example.org", "HOME": "/nonexistent"}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


# --- order ---


@each_service
def test_a_service_waits_for_what_is_there_and_says_when_it_is_ready(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        match how["condition"]:
            case "service_healthy":
                probe = SERVICES[other].get("healthcheck", {})
                assert probe.get("test") or (other in OURS and not probe)  # that of the image
            case "service_completed_successfully":
                assert SERVICES[other]["restart"] == "no"
            case condition:
                pytest.fail(condition)
        assert how.get("required", True) is ("profiles" not in SERVICES[other])


def test_the_schema_is_there_before_the_server() -> None:
    assert SERVICES["schema"]["command"] == ["voltwin", "db", "init"]
    assert set(SERVICES["schema"]["depends_on"]) == {"database"}
    assert SERVICES["server"]["depends_on"]["schema"] == {
        "condition": "service_completed_successfully"
    }


def test_the_database_is_asked_by_tcp() -> None:
    """While the image makes its folder, a server answers on the socket alone, and then goes."""
    probe = SERVICES["database"]["healthcheck"]["test"]
    assert probe[:2] == ["CMD", "pg_isready"]
    assert "--host=127.0.0.1" in probe


# --- commands ---


@pytest.mark.parametrize("name", sorted(OURS - {"ray"}))
def test_a_command_is_there_with_its_options_and_variables(name: str) -> None:
    program, *words = SERVICES[name]["command"]
    assert program == "voltwin"
    assert options_in(words) <= options_of(words)
    assert "VOLTWIN_STORE" in variables_of(words)


def test_the_server_is_told_of_ray_by_a_variable() -> None:
    assert "VOLTWIN_RAY" in variables_of(["serve"])
    address = re.search(r"VOLTWIN_RAY=ray://ray:(\d+) ", FILE.read_text(encoding="utf-8"))
    assert address is not None
    assert f"--ray-client-server-port={address[1]}" in SERVICES["ray"]["command"]


def test_ray_has_the_options_of_its_commands() -> None:
    scripts = pytest.importorskip("ray.scripts.scripts", reason='pip install "voltwin[cluster]"')
    probe = SERVICES["ray"]["healthcheck"]["test"][1:]
    for program, command, *words in (SERVICES["ray"]["command"], probe):
        assert program == "ray"
        known = {
            option
            for parameter in scripts.cli.commands[command].params
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        assert options_in(words) <= known


def test_the_server_keeps_its_data_on_a_volume() -> None:
    """What the image tells it by a variable, and the folder of compiled kernels likewise."""
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    told = dict(re.findall(r"(VOLTWIN_\w+)=(\S+)", image))
    mounted = {mount.split(":")[1] for mount in SERVICES["server"]["volumes"]}
    assert mounted == {told["VOLTWIN_DATA"], told["VOLTWIN_CACHE_DIR"]}
    assert not any(word.startswith("--data") for word in SERVICES["server"]["command"])


def test_the_store_is_the_database() -> None:
    database = SERVICES["database"]["environment"]
    for name in OURS:
        url = urlsplit(SERVICES[name]["environment"]["VOLTWIN_STORE"])
        assert (url.scheme, url.hostname, url.port) == ("postgresql", "database", 5432)
        assert url.username == database["POSTGRES_USER"]
        assert url.path == f"/{database['POSTGRES_DB']}"
        assert url.password is None


# --- secrets ---


@each_service
def test_secrets_are_files_and_stand_in_no_environment(name: str) -> None:
    given = set(SERVICES[name].get("secrets", []))
    assert given <= set(COMPOSE["secrets"])
    for variable, value in SERVICES[name].get("environment", {}).items():
        if SECRET.search(variable):
            assert variable.endswith(("_FILE", "_PATH"))
            assert str(value).removeprefix("/run/secrets/") in given


def test_files_of_secrets_never_come_into_git_or_the_image() -> None:
    files = [DEPLOY / secret["file"] for secret in COMPOSE["secrets"].values()]
    assert files
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    for file in files:
        assert f"/{file.parent.resolve().relative_to(ROOT)}/" in ignored
    made = set(re.findall(r"for name in ([\w ]+);", FILE.read_text(encoding="utf-8"))[0].split())
    assert made == {file.name for file in files}


# --- variables ---


def texts(of: Any) -> Iterator[str]:
    if isinstance(of, dict):
        of = list(of.values())
    if isinstance(of, list):
        for value in of:
            yield from texts(value)
    elif isinstance(of, str):
        yield of


def test_every_variable_is_told_with_its_default() -> None:
    used = {found for text in texts(COMPOSE) for found in VARIABLE.findall(text)}
    told = (DEPLOY / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `?([^|`]*)`? \|", told, re.MULTILINE))
    assert {name: default or "none" for name, default in used} == {
        name: rows[name].strip() for name, _ in used
    }
