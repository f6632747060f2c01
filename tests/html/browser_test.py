"""The pages of `cajal ner --format html` and `cajal evaluate --errors` in a real browser. See scripts/test_html.sh.

The entities that the browser shows are put together from its document tree and compared with the JSON of the same run:
their UTF-16 offsets are what a browser counts in.
"""

import http.server
import json
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from webdriver import Browser

CAJAL = sys.argv.pop(1)

HOSTILE = ("\n\ufeffSe pauta <script>window.hacked = 1</script> paracetamol & \"PTH\".\r\n\tBiopsia 😀 de mama:\r"
           "carcinoma\r\nductal infiltrante\x00 de mama.\u2028</div><img src=x onerror='window.hacked = 2'> &lt;b&gt; "
           "Juan Pérez García, de 54 años, varón, con neumoni\u0301a. <!-- calcio --> ]]> magnesio")
PUBLISHED = ("Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose "
             "análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.")
# Without a model of the same name for everything: two copies of one model overlap everywhere.
MODELS = ["pharmaconer", "cantemist", "meddocan", str(Path("models/clinical-es-mini-pharmaconer"))]

# Each document's text, and each entity's start and end counted over the text nodes that its marks hold.
READ_BACK = """
return [...document.querySelectorAll("section.document")].map((section) => {
  const text = section.querySelector(".text"), spans = {};
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0;
  while (walker.nextNode()) {
    const end = at + walker.currentNode.data.length;
    for (let e = walker.currentNode.parentElement; e !== text; e = e.parentElement) {
      const span = spans[e.dataset.e] ??= [at, end];
      if (span[1] !== at && span[0] !== at) throw new Error("a gap in entity " + e.dataset.e);
      span[1] = end;
    }
    at = end;
  }
  const name = (row, kind) => document.querySelector(`input[name=${kind}][value="${row.dataset[kind]}"] + span`).textContent;
  const rows = [...section.querySelectorAll("tr[data-e]")];
  return {name: section.querySelector("h2").textContent, text: text.textContent, entities: rows.map((row) => ({
    label: name(row, "label"), model: name(row, "model"), score: Number(row.dataset.score), span: spans[row.dataset.e],
    text: row.querySelector(".quote").textContent}))};
});
"""

# Which entities are shown: as rows, and as highlighted marks.
SHOWN = """
const rows = [...document.querySelectorAll("tr[data-e]")].filter((row) => !row.hidden).map((row) => row.dataset.e);
const lit = (mark) => getComputedStyle(mark).backgroundColor !== "rgba(0, 0, 0, 0)";
const marks = [...document.querySelectorAll("mark[data-e]")].filter(lit).map((mark) => mark.dataset.e);
return {rows: rows.map(Number), marks: [...new Set(marks)].map(Number).sort((a, b) => a - b),
        said: document.getElementById("shown").textContent};
"""

SET_SCORE = """
const score = document.getElementById("score");
score.value = arguments[0];
score.dispatchEvent(new Event("input", {bubbles: true}));
return Number(score.value);
"""

CLICK = """
[...document.querySelectorAll(`input[name=${arguments[0]}]`)]
  .find((box) => box.nextElementSibling.textContent === arguments[1]).click();
"""

# Every way out of the page that a script has; all must fail.
CALL_OUT = """
const url = arguments[0], tried = [];
for (const tag of ["img", "script", "iframe"]) {
  const element = document.createElement(tag);
  tried.push(new Promise((done) => { element.onload = element.onerror = done; setTimeout(done, 1000); }));
  element.src = url + tag;
  document.body.append(element);
}
tried.push(fetch(url + "fetch", {mode: "no-cors"}).catch(() => 0));
try { navigator.sendBeacon(url + "beacon", "x"); } catch {}
return Promise.all(tried).then(() => 0);
"""


def cajal(*arguments):
    done = subprocess.run([CAJAL, *map(str, arguments)], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8")


class Listener:
    """A server that notes what it is asked for."""

    def __enter__(self):
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.browser = cls.enterClassContext(Browser())
        print(f"html: Chromium {cls.browser.version}", flush=True)
        documents = {"publicado.txt": PUBLISHED, "hostil <b>.txt": HOSTILE, "vacío.txt": ""}
        paths = [cls.folder / name for name in documents]
        for path, text in zip(paths, documents.values()):
            path.write_bytes(text.encode("utf-8"))
        models = [argument for model in MODELS for argument in ("--model", model)]
        cls.page = cls.folder / "entidades.html"
        cajal("ner", *models, "--format", "html", "--out", cls.page, *paths)
        cls.answers = [json.loads(line) for line in cajal("ner", *models, "--format", "json", *paths).split("\n") if line]
        cls.texts = list(documents.values())

    def setUp(self):
        self.browser.open(self.page)

    def test_the_browser_shows_the_entities_of_the_json_at_their_offsets(self):
        shown = self.browser.run(READ_BACK)
        self.assertEqual([d["name"] for d in shown], [a["document"] for a in self.answers])
        self.assertEqual([d["text"] for d in shown], [text.replace("\0", "\u2400") for text in self.texts])
        for document, answer in zip(shown, self.answers):
            found = [(e["label"], e["model"], e["text"], *e["span"]) for e in document["entities"]]
            expected = [(e["label"], e["model"], e["text"].replace("\0", "\u2400"), e["utf16"]["start"], e["utf16"]["end"])
                        for e in answer["entities"]]
            self.assertEqual(found, expected)
            for e, f in zip(document["entities"], answer["entities"]):
                self.assertAlmostEqual(e["score"], f["score"], places=6)
        self.assertGreater(len(shown[0]["entities"]), 7)
        self.assertGreater(len(shown[1]["entities"]), 4)
        self.assertEqual(self.browser.messages(), [])

    def test_text_of_a_document_runs_no_script(self):
        self.assertIsNone(self.browser.run("return window.hacked ?? null"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('main script, main img, h2 b').length"), 0)

    def expected(self, keep):
        entities = [e for answer in self.answers for e in answer["entities"]]
        return [number for number, entity in enumerate(entities) if keep(entity)]

    def assert_shown(self, keep):
        shown, expected = self.browser.run(SHOWN), self.expected(keep)
        self.assertEqual(shown["rows"], expected)
        self.assertEqual(shown["marks"], expected)
        self.assertEqual(shown["said"], f"{len(expected)} of {len(self.expected(lambda e: True))} shown")

    def test_the_filters_choose_by_score_label_and_model(self):
        self.assert_shown(lambda e: True)
        self.browser.run(CLICK, "label", "PROTEINAS")
        self.assert_shown(lambda e: e["label"] != "PROTEINAS")
        least = self.browser.run(SET_SCORE, "0.9")
        self.assertEqual(least, 0.9)
        self.assert_shown(lambda e: e["label"] != "PROTEINAS" and e["score"] >= least)
        self.browser.run(CLICK, "model", MODELS[3])
        self.assert_shown(lambda e: e["label"] != "PROTEINAS" and e["score"] >= least and e["model"] != MODELS[3])
        self.browser.run(CLICK, "label", "PROTEINAS")
        self.browser.run(CLICK, "model", MODELS[3])
        self.browser.run(SET_SCORE, "0")
        self.assert_shown(lambda e: True)

    def test_nothing_leaves_the_page(self):
        with Listener() as listener:
            self.browser.run(CALL_OUT, listener.url)
            self.assertEqual(listener.asked, [])
        refused = [message for message in self.browser.messages() if "Content Security Policy" in message]
        self.assertGreater(len(refused), 3)

    def test_the_errors_of_an_evaluation_can_be_chosen(self):
        (self.folder / "gold").mkdir()
        (self.folder / "found").mkdir()
        (self.folder / "gold/uno.txt").write_text("Calcio & <b>PTH</b> y sodio", newline="")
        (self.folder / "gold/uno.ann").write_text("T1\tX 0 6\tCalcio\nT2\tY 12 15\tPTH\nT3\tX 22 27\tsodio\n")
        (self.folder / "found/uno.ann").write_text("T1\tX 0 6\tCalcio\nT2\tX 12 15\tPTH\nT3\tX 20 21\ty\n")
        page = self.folder / "errores.html"
        cajal("evaluate", "--gold", self.folder / "gold", "--predictions", self.folder / "found", "--errors", page)
        self.browser.open(page)
        texts = """return [...document.querySelectorAll("tr[data-e]")].filter((row) => !row.hidden)
                   .map((row) => [row.cells[3].textContent, row.querySelector("mark").textContent, row.cells[6].textContent]);"""
        context = "Calcio & <b>PTH</b> y sodio"
        rows = [["missed", "PTH", context], ["spurious", "PTH", context], ["spurious", "y", context], ["missed", "sodio", context]]
        self.assertEqual(self.browser.run(texts), rows)
        self.browser.run(CLICK, "kind", "missed")
        self.assertEqual(self.browser.run(texts), rows[1:3])
        self.browser.run(CLICK, "cause", "other label")
        self.assertEqual(self.browser.run(texts), rows[2:3])
        self.assertEqual(self.browser.messages(), [])


if __name__ == "__main__":
    unittest.main()
