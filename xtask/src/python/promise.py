"""What a script has found: one JSON object a line on stdout, {"promise": "...", "kept": true or false, "seen": "..."}."""

import json


def say(promise, kept, seen=""):
    print(json.dumps({"promise": promise, "kept": bool(kept), "seen": str(seen)[:2000]}), flush=True)
