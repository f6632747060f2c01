"""As much of WebDriver as the browser test needs, over chromedriver and the standard library."""

import json
import re
import subprocess
import tempfile
import urllib.error
import urllib.request

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]


class Browser:
    """A headless Chromium with an empty profile of its own; a context manager."""

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, encoding="utf-8")
        try:
            self.base = f"http://127.0.0.1:{self._port()}/session"
            options = {"args": [*FLAGS, f"--user-data-dir={self.profile.name}"]}
            capabilities = {"browserName": "chrome", "goog:chromeOptions": options,
                            "goog:loggingPrefs": {"browser": "ALL"}}
            answer = self._post(self.base, {"capabilities": {"alwaysMatch": capabilities}})
        except BaseException:
            self._stop_driver()
            raise
        self.base += "/" + answer["sessionId"]
        self.version = answer["capabilities"]["browserVersion"]
        return self

    def __exit__(self, *_):
        try:
            self._request(urllib.request.Request(self.base, method="DELETE"))
        finally:
            self._stop_driver()

    def open(self, path):
        self._post(f"{self.base}/url", {"url": path.as_uri()})

    def run(self, script, *arguments):
        """What the script returns; it may return a promise."""
        return self._post(f"{self.base}/execute/sync", {"script": script, "args": list(arguments)})

    def messages(self):
        """What the console said since the last call."""
        return [entry["message"] for entry in self._post(f"{self.base}/se/log", {"type": "browser"})]

    def _port(self):
        for line in self.driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                return int(found[1])
        raise RuntimeError("chromedriver did not start")

    def _stop_driver(self):
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()
        self.profile.cleanup()

    def _post(self, url, body):
        data = json.dumps(body).encode()
        return self._request(urllib.request.Request(url, data, {"Content-Type": "application/json"}))

    def _request(self, request):
        # No proxy stands between this machine and itself.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None
