"""The measuring part of scripts/bench: rounds in turn, medians, ratios."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ARTICLES, ROUNDS = sys.argv[1], int(sys.argv[2])
ONRECORD, RAW = "target/release/onrecord", "target/release/examples/raw_tantivy"
QUERIES = 200
FILES = 100_000


def timed(command, **options):
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    return time.monotonic() - start, done


def size(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def words():
    """Two-word queries from the titles, evenly over the file."""
    titles = []
    with open(ARTICLES, encoding="utf-8") as lines:
        for line in lines:
            title = json.loads(line).get("title") or ""
            long = [word for word in title.split() if word.isalpha() and len(word) > 4]
            if len(long) >= 2:
                titles.append(" ".join(long[:2]))
    step = max(1, len(titles) // QUERIES)
    return titles[::step][:QUERIES]


def sqlite_script(path):
    return (
        f"create virtual table articles using fts5(id unindexed, title, text, tokenize='porter');\n"
        f".mode ascii\n.import {path} articles\n"
    )


def nothing_new(work):
    """A run over files that have not changed, and the time of asking the system about each: the least of some rounds."""
    folder, index = os.path.join(work, "files"), os.path.join(work, "of files")
    for number in range(FILES):
        below = os.path.join(folder, f"{number % 100:03}")
        os.makedirs(below, exist_ok=True)
        with open(os.path.join(below, f"{number:06}.txt"), "w", encoding="utf-8") as out:
            out.write(f"Harbour closed for storm {number}\n\nThe harbour of Aldmere stayed closed on the {number}th day.\n")
    # A file that was written this second is read once more by the next run.
    time.sleep(3)
    run = [ONRECORD, "index", "--index", index, "--progress", "never", folder]
    timed(run)
    asking = min(timed(["find", folder, "-printf", "%s %T@\\n"])[0] for _ in range(5))
    return min(timed(run)[0] for _ in range(5)), asking


def main():
    work = tempfile.mkdtemp(prefix="onrecord-bench-")
    text = os.path.join(work, "articles.ascii")
    plain = 0
    with open(ARTICLES, encoding="utf-8") as lines, open(text, "w", encoding="utf-8") as out:
        for line in lines:
            article = json.loads(line)
            plain += len(article["text"].encode())
            fields = [str(article.get(key) or "").replace("\x1f", " ").replace("\x1e", " ") for key in ("id", "title", "text")]
            out.write("\x1f".join(fields) + "\x1e")
    commands = {
        "onrecord, 2 threads": lambda at: [ONRECORD, "index", "-j", "2", "--index", at, "--progress", "never", ARTICLES],
        "onrecord, 1 thread": lambda at: [ONRECORD, "index", "-j", "1", "--index", at, "--progress", "never", ARTICLES],
        "raw Tantivy, 2 threads": lambda at: [RAW, ARTICLES, at, "2"],
        "raw Tantivy, 1 thread": lambda at: [RAW, ARTICLES, at, "1"],
    }
    times, sizes = {name: [] for name in commands}, {}
    has_sqlite = shutil.which("sqlite3") is not None
    if has_sqlite:
        times["SQLite FTS5"] = []
    for _ in range(ROUNDS):
        for name, command in commands.items():
            at = os.path.join(work, name)
            shutil.rmtree(at, ignore_errors=True)
            seconds, done = timed(command(at))
            if done.returncode not in (0, 3):
                sys.exit(f"{name}: {done.stderr.decode()}")
            times[name].append(seconds)
            sizes[name] = size(at)
        if has_sqlite:
            at = os.path.join(work, "fts.db")
            if os.path.exists(at):
                os.remove(at)
            seconds, done = timed(["sqlite3", "-bail", at], input=sqlite_script(text).encode())
            if done.returncode or done.stderr:
                sys.exit(f"sqlite3: {done.stderr.decode()}")
            times["SQLite FTS5"].append(seconds)
            sizes["SQLite FTS5"] = os.path.getsize(at)
    base = statistics.median(times["raw Tantivy, 2 threads"])
    print(f"{plain / 1e6:.0f} MB of text, median of {ROUNDS} rounds\n")
    print("| | seconds | MB/s | time against raw Tantivy, 2 threads | size against the text |")
    print("|---|---|---|---|---|")
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"| {name} | {middle:.1f} | {plain / 1e6 / middle:.1f} | {middle / base:.2f} | {sizes[name] / plain:.2f} |")
    print("\n| whole process | p50 | p95 | p99 |\n|---|---|---|---|")
    at = os.path.join(work, "onrecord, 2 threads")
    speakers = subprocess.run([ONRECORD, "top", "speaker", "-n", "20", "--index", at], stdout=subprocess.PIPE).stdout.decode()
    names = [line.strip().split(None, 1)[1] for line in speakers.splitlines()]
    asked = {
        "search": [["search", query] for query in words()],
        "said --speaker": [["said", "--speaker", names[number % len(names)], query.split()[0]] for number, query in enumerate(words())],
        "floor (--version)": [["--version"]] * QUERIES,
    }
    for name, queries in asked.items():
        spent = sorted(timed([ONRECORD, *query, *([] if query[0] == "--version" else ["--index", at])])[0] for query in queries)
        at_share = lambda share: spent[min(len(spent) - 1, int(len(spent) * share))] * 1000
        print(f"| {name} | {at_share(.5):.1f} ms | {at_share(.95):.1f} ms | {at_share(.99):.1f} ms |")
    again, asking = nothing_new(work)
    print(f"\nNothing new in {FILES:,} files: {again:.2f} s, find {asking:.2f} s ({again / asking:.1f} times)")
    shutil.rmtree(work)


main()
