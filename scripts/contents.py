"""What an index holds, in a form that can be compared. For the scripts that harm an index and look what is left."""
import hashlib

# A query that everything matches.
EVERYTHING = "NOT qqqzzzqqq"


def records(run, *flags):
    """All hits and statements, a line each, in one order that scores do not decide. `run` runs onrecord; what goes wrong is
    a line too."""
    lines = []
    for command in ("search", "said"):
        done = run(command, "--json", "-n", "0", "--sort", "oldest", *flags, EVERYTHING)
        lines += (done.stdout + done.stderr).splitlines()
    return sorted(lines)


def counts(run):
    """How many articles and statements there are, or why nobody can tell."""
    done = [run("count", EVERYTHING), run("count", "--statements", EVERYTHING)]
    return [(one.stdout + one.stderr).strip() for one in done]


def contents(run):
    """The same for two indexes if they hold the same: a digest of all records and of the folded names, and the counts."""
    lines = records(run) + [run("top", "speaker", "-n", "0", EVERYTHING).stdout]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest(), *counts(run)
