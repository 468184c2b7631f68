"""Follows the recipes of docs/recipes.md that have code: writes each file, adds each line, builds, uses what came of it."""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

# A transport is known in a header that half the program includes: its recipe is followed in scripts/test --full.
IS_TRANSPORT = sys.argv.pop(1) == "transport"
REPOSITORY = Path(__file__).resolve().parents[2]
NEEDED = ("CMakeLists.txt", "cmake", "include", "src")
SCENARIO = """cxload: 1
name: what the recipes make
deployment: {standin: {}}
accounts: {phones: {users: 1000..1001, password: "pw-{user}"}}
endpoints: {phones: {accounts: phones, client: plain, signalling: udp}}
journeys: {login: {endpoints: phones, steps: [register, registered, unregister]}}
load: [{journey: login, count: 2}]
"""


class Recipe(NamedTuple):
    file: str
    table: str
    line: str
    code: str


def recipes() -> list[Recipe]:
    text = (REPOSITORY / "docs" / "recipes.md").read_text()
    found = re.findall(r"```cpp\n// file: (\S+)\n// line: (\S+): ([^\n]+)\n(.*?)```", text, re.DOTALL)
    return [Recipe(*one) for one in found]


def add_line(table: Path, line: str) -> None:
    """Behind the last entry of the table's list of X(…)."""
    text = table.read_text()
    last = [m.end() for m in re.finditer(r"^ +X\([^()\n]*\)[ \\]*$", text, re.MULTILINE)][-1]
    entry = text[:last].rstrip("\\ ")
    table.write_text(f"{entry} \\\n  {line}{text[last:]}")


class Tree(unittest.TestCase):
    """A copy of the program in which recipes were followed."""
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.tree = Path(scratch.name) / "tree"
        cls.tree.mkdir()
        for name in NEEDED:
            copy = shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy
            copy(REPOSITORY / name, cls.tree / name)
        for recipe in recipes():
            if recipe.file.startswith("src/net/") != IS_TRANSPORT:
                continue
            (cls.tree / recipe.file).write_text(recipe.code)
            add_line(cls.tree / recipe.table, recipe.line)
        for command in (["cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DCXLOAD_TESTS=OFF"],
                        ["ninja", "-C", "build", "cxload"]):
            done = subprocess.run(command, cwd=cls.tree, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise AssertionError(done.stdout[-4000:] + done.stderr[-4000:])
        cls.cxload = cls.tree / "build" / "src" / "app" / "cxload"
        cls.scenario = cls.tree / "scenario.yaml"
        cls.scenario.write_text(SCENARIO.replace(" registered,", "") if IS_TRANSPORT else SCENARIO)

    def play(self, *options: str) -> tuple[int, str]:
        done = subprocess.run([self.cxload, self.scenario, "--quiet", "--out", self.tree / "out", *options], cwd=self.tree,
                              capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def report(self) -> str:
        return (self.tree / "out" / "report.json").read_text()


@unittest.skipIf(IS_TRANSPORT, "the other half")
class Recipes(Tree):
    def test_there_is_a_recipe_for_each(self):
        folders = {str(Path(recipe.file).parent) for recipe in recipes()}
        self.assertEqual(folders, {"src/scenario/steps", "src/net", "src/report/writers", "src/standin/defects"})

    def test_the_step_and_the_report_work(self):
        code, text = self.play()
        self.assertEqual(code, 0, text)
        self.assertEqual((self.tree / "out" / "verdict.txt").read_text(), "pass\n")
        self.scenario.write_text(SCENARIO.replace("[register, registered", "[registered"))
        self.addCleanup(self.scenario.write_text, SCENARIO)
        code, text = self.play()
        self.assertEqual(code, 1, text)
        self.assertIn("local.unregistered", self.report())

    def test_the_defect_works(self):
        code, text = self.play("--set", "deployment.standin.defects=[auth.no_challenge]")
        self.assertEqual(code, 1, text)
        self.assertEqual((self.tree / "out" / "verdict.txt").read_text(), "fail\n")


@unittest.skipUnless(IS_TRANSPORT, "the other half")
class Transport(Tree):
    def test_the_transport_works(self):
        code, text = self.play("--set", "deployment={signalling: nowhere://127.0.0.1}", "--set", "endpoints.phones.signalling=nowhere")
        self.assertEqual(code, 3, text)
        self.assertIn("nowhere.refused", self.report())


if __name__ == "__main__":
    unittest.main(verbosity=2)
