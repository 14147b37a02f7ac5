"""An executor in another language: it counts, saves after every number, and goes on from where it was.

It uses the standard library only, and nothing of Weft but what docs/executor-protocol.md says.
"""

import hashlib
import json
import os
import queue
import socket
import sys
import threading
import time

PROTOCOL = 2
channel = socket.socket(fileno=3)
lines = channel.makefile("r", encoding="utf-8", newline="\n")
inbox = queue.Queue()


def say(**message):
    channel.sendall((json.dumps(message, ensure_ascii=False) + "\n").encode("utf-8"))


def listen():
    """Reads in a thread of its own, so that a pause or an abort is heard while a step runs."""
    for line in lines:
        inbox.put(json.loads(line))
    os._exit(0)  # the supervisor is gone


def folder(location):
    scheme, _, path = location.partition(":")
    if scheme != "fs":
        raise ValueError("this executor reads and writes fs: locations only")
    return path


def stage(location, content):
    """Leaves bytes in the staging area, under their hash."""
    area = folder(location)
    os.makedirs(area, exist_ok=True)
    name = hashlib.sha256(content).hexdigest()
    partial = os.path.join(area, "partial")
    with open(partial, "wb") as file:
        file.write(content)
    os.rename(partial, os.path.join(area, name))
    return {"hash": name, "bytes": len(content)}


def read(location, name):
    with open(os.path.join(folder(location), "objects", name[:2], name[2:]), "rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != name:
        raise ValueError("the bytes are not what their name says")
    return content


def blob(location, files):
    """Several files as one artifact: a list of their hashes, itself stored under its hash."""
    listed = {path: stage(location, content) for path, content in files.items()}
    manifest = json.dumps(
        {"files": listed, "kind": "blob", "weft": "files"}, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")
    stored = stage(location, manifest)
    total = len(manifest) + sum(file["bytes"] for file in listed.values())
    return {"hash": stored["hash"], "kind": "blob", "bytes": total}


def latest(step):
    """The list counted so far, from the checkpoint with the most steps."""
    states = [one for one in step["checkpoints"] if one["slot"]["kind"] == "state"]
    if not states:
        return []
    newest = max(states, key=lambda one: one["slot"]["steps"])
    return json.loads(read(step["store"]["read"], newest["hash"])[64:])


def note(step, text):
    if step["params"]["journal"]:
        with open(step["params"]["journal"], "a", encoding="utf-8") as file:
            file.write(text + "\n")


class Stopped(Exception):
    pass


def answer(wanted):
    """Waits for the answer to a question. What else is said meanwhile is kept for later."""
    later = []
    while True:
        message = inbox.get()
        if message["type"] == wanted:
            for other in later:
                inbox.put(other)
            return message
        later.append(message)


def obey():
    """Stops when somebody has asked for it."""
    while not inbox.empty():
        message = inbox.get()
        if message["type"] in ("pause", "abort"):
            raise Stopped(message["type"])


def count(step):
    numbers = latest(step)
    to, gate = step["params"]["to"], step["params"]["gate"]
    say(type="log", level="info", message="counting from %d" % len(numbers), fields={"sprache": "Zählen"})
    while len(numbers) < to:
        while gate and len(numbers) * 2 >= to and not os.path.exists(gate):
            obey()
            time.sleep(0.01)
        obey()
        numbers.append(len(numbers) + step["params"]["salt"])
        note(step, "count %d" % len(numbers))
        say(type="progress", done=len(numbers), total=to, unit="numbers")
        say(type="metric", name="last", value=numbers[-1], at=len(numbers))
        say(type="usage", used={"numbers": 1})
        saved = stage(
            step["store"]["write"],
            step["key"].encode("ascii") + json.dumps(numbers).encode("ascii"),
        )
        say(type="save", slot={"kind": "state", "steps": len(numbers)}, **saved)
        if not answer("saved")["ok"]:
            raise RuntimeError("the attempt has lost its claim")
    text = "\n".join(str(number) for number in numbers)
    out = blob(step["store"]["write"], {"count.txt": text.encode("ascii")})
    return {"status": "done", "result": {"outputs": {"out": out}, "metrics": {"numbers": len(numbers)}}}


def execute(step):
    started = time.monotonic()
    try:
        outcome = count(step)
    except Stopped as stopped:
        note(step, "heard %s" % stopped)
        if str(stopped) == "pause":
            outcome = {"status": "paused"}
        else:
            outcome = {
                "status": "failed",
                "error": {"kind": "bug", "code": "count.aborted", "message": "told to stop"},
            }
    except Exception as error:  # whatever went wrong is an outcome
        outcome = {
            "status": "failed",
            "error": {"kind": "bug", "code": "count.failed", "message": str(error)[:10000]},
        }
    say(type="end", outcome=outcome, warnings=0, ms=(time.monotonic() - started) * 1000)


def main():
    say(
        type="hello",
        protocol=PROTOCOL,
        runtime="python %d.%d" % sys.version_info[:2],
        nodes=[{"type": "stub.count", "versions": [1]}],
    )
    if os.environ.get("WEFT_PROTOCOL") != str(PROTOCOL):
        sys.exit("this executor speaks version %d of the protocol" % PROTOCOL)
    threading.Thread(target=listen, daemon=True).start()
    while True:
        message = inbox.get()
        if message["type"] == "execute":
            execute(message)


main()
