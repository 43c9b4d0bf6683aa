"""`graphnotes verify`: are two programs the same model, and if not, where do they part?"""

from __future__ import annotations

import contextlib
import os
import sys

import click

from graphnotes.equivalence.names import RUNGS


class _Pairs(click.ParamType):
    name = "NAME=VALUE"

    def convert(self, value, param, ctx):
        name, equals, rest = value.partition("=")
        if not equals or not name:
            self.fail(f"{value!r} is not NAME=VALUE", param, ctx)
        return name, rest


@click.command("verify", short_help="Say whether two programs are the same model, and where they part.")
@click.argument("programs", nargs=-1, required=True, metavar="OLD NEW")
@click.option("--rungs", metavar="A,B,...", help=f"Only these rungs of the ladder: {', '.join(RUNGS)}.")
@click.option("--steps", type=click.IntRange(1), default=20, show_default=True, help="Training steps to compare.")
@click.option("--report", metavar="FILE.html", type=click.Path(dir_okay=False, writable=True), help="Also write a report to read in a browser.")
@click.option("--format", "style", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True, help="What to print.")
@click.option("--record", metavar="TRACE.npz", type=click.Path(dir_okay=False), help="Record OLD (with its noise floor) to a file, to be compared elsewhere.")
@click.option("--map", "pairs", type=_Pairs(), multiple=True, metavar="OLD=NEW", help="Which variable is which, where that can't be inferred.")
@click.option("--rename", type=_Pairs(), multiple=True, metavar="OLD=NEW", help="NEW calls this argument otherwise.")
@click.option("--inference", type=_Pairs(), multiple=True, metavar="NAME=NUMBER", help="An argument's value in inference, such as keep_prob=1.")
@click.option("--feed", type=_Pairs(), multiple=True, metavar="NAME=TENSOR", help="For a graph without signature: its inputs.")
@click.option("--output", multiple=True, metavar="TENSOR", help="For a graph without signature: its outputs.")
@click.option("--loss", metavar="TENSOR", help="For a graph without signature: its loss.")
@click.option("--train-op", metavar="OP", help="For a graph without signature: the operation that trains.")
@click.option("--quick", is_flag=True, help="Measure the noise floor in this process only.")
def command(programs, rungs, steps, report, style, record, pairs, rename, inference, feed, output, loss, train_op, quick) -> None:
    """Compare NEW with OLD, rung by rung.

    OLD and NEW are each a TensorFlow 1 script (old.py: it is run until it has trained a few steps), a TensorFlow 2 object
    (new.py:Model, package.module:make_model), a SavedModel, a checkpoint, or a trace (.npz, see --record).

    Exit status: 0 equal, 1 not, 2 used wrongly.
    """
    if len(programs) != (1 if record else 2):
        raise click.UsageError("give one program to record" if record else f"give two programs, OLD and NEW (got {len(programs)})")
    chosen = tuple(r.strip() for r in rungs.split(",")) if rungs is not None else RUNGS
    unknown = [r or "''" for r in chosen if r not in RUNGS]
    if unknown:
        raise click.UsageError(f"no such rung: {', '.join(unknown)}; there are {', '.join(RUNGS)}")
    given = {name: _number(name, value) for name, value in inference}
    for written in filter(None, (report, record)):
        if not os.path.isdir(os.path.dirname(os.path.abspath(written))):
            raise click.UsageError(f"{written}: its folder doesn't exist")
        _try_writing(written)
    named = {"feeds": dict(feed), "outputs": list(output), "loss": loss, "train_op": train_op}
    with _Progress() as progress:
        with _told(progress):
            old, new = _open(programs, steps, named, dict(pairs), progress)
            _check_arguments("--inference", dict(inference), old, new)
            _check_arguments("--rename", dict(rename), old, None)
            trace = old.side if old.is_trace else _reference(programs[0], old, new, steps, given, chosen, quick, progress)
        if record:
            with _told(progress):
                trace.save(record)
            progress.stop()
            click.echo(f"{record}: {programs[0]}, {len(trace.batches())} batches, {trace.settings['steps']} steps")
            return
        from graphnotes.equivalence import ladder

        if rename and not new.is_trace:
            new.side.rename = dict(rename)
        result = ladder.compare(trace, new.side, dict(pairs), chosen, None if old.is_trace else old.side, progress)
        with _told(progress):
            _write(result, report, style, progress)
    sys.exit(0 if result.equal else 1)


def _open(programs, steps, named, pairs, progress):
    """OLD and NEW (None when recording). NEW first: what is wrong with its name or code is told before OLD's long run."""
    from graphnotes.runner import quiet

    quiet.before_tensorflow()
    from graphnotes.equivalence import opening

    openings = [opening.Opening(program, steps, **named) for program in programs]
    _check_tensors(named, openings)
    with contextlib.ExitStack() as stack:
        for one in openings:
            stack.callback(one.stop)
        openings[0].start()  # a script imports its TensorFlow while we import ours
        progress("importing TensorFlow")
        quiet.load_tensorflow()
        new = None
        if len(openings) == 2:
            progress("opening NEW")
            new = openings[1].open()
            _check_names("NEW", new, [(pair, pair[1]) for pair in pairs.items()])
        progress("opening OLD")
        old = openings[0].open()
        _check_names("OLD", old, [(pair, pair[0]) for pair in pairs.items()])
    return old, new


def _check_names(which, opened, names):
    """One side's half of --map."""
    there = opened.side.variables if opened.is_trace else opened.side.variables()
    for pair, name in names:
        if name not in there:
            raise click.UsageError(f"--map {'='.join(pair)}: {which} has no variable {name!r}; it has {', '.join(sorted(there))}")


def _check_arguments(option, given, old, new):
    """Every name an option gives is an argument of OLD (or of NEW, which may take one that OLD has not)."""
    known = old.arguments() | (new.arguments() if new else set())
    for name, value in given.items():
        if name not in known:
            raise click.UsageError(f"{option} {name}={value}: there is no argument {name!r}; there are {', '.join(sorted(known))}")


def _check_tensors(named, openings):
    """Tensors are named for a graph alone: a script and a TensorFlow 2 object say themselves what theirs are."""
    options = {"feeds": "--feed", "outputs": "--output", "loss": "--loss", "train_op": "--train-op"}
    given = [options[name] for name, value in named.items() if value]
    if given and not any(one.is_graph for one in openings):
        programs = " and ".join(one.what for one in openings)
        raise click.UsageError(f"{', '.join(given)}: names tensors of a checkpoint or SavedModel; {programs} bring their own")


def _reference(program, old, new, steps, given, chosen, quick, progress):
    from graphnotes.equivalence import ladder, opening

    batches = old.batches or (new.batches if new else None)
    if batches is None:
        raise opening.CannotOpen(f"{program} brings no data: let OLD be a script, a trace or a graph with a signature")
    return ladder.reference(old.side, batches, steps, old.training, (old.inference or {}) | given, chosen, not quick, progress)


def _number(name, value):
    try:
        return float(value)
    except ValueError as error:
        raise click.UsageError(f"--inference {name}={value}: {value!r} is not a number") from error


@contextlib.contextmanager
def _told(progress):
    """Wrong use as one sentence and exit status 2."""
    from graphnotes.equivalence.opening import CannotOpen

    try:
        yield
    except (CannotOpen, OSError, ValueError) as error:
        progress.stop()
        raise click.UsageError(str(error)) from error


def _try_writing(path):
    """Now, and not after minutes of work."""
    try:
        with open(f"{path}.part", "wb"):
            pass
        os.remove(f"{path}.part")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from error


def _write(result, report, style, progress):
    from graphnotes.equivalence.reports import html, json, junit, text

    if report:
        html.write(result, report)
    progress.stop()
    click.echo({"text": text.as_text, "json": json.as_json, "junit": junit.as_junit}[style](result))
    if report and style == "text":
        click.echo(f"\nReport: {report}")


class _Progress:
    """What is being done, on one line of a terminal; nothing where stderr isn't one."""

    def __enter__(self):
        from rich.console import Console

        console = Console(stderr=True)
        self._status = console.status("starting") if console.is_terminal else None
        if self._status:
            self._status.start()
        return self

    def __call__(self, what: str) -> None:
        if self._status:
            self._status.update(what)

    def stop(self) -> None:
        if self._status:
            self._status.stop()
            self._status = None

    def __exit__(self, *exception):
        self.stop()
