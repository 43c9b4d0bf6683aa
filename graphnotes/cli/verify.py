"""`graphnotes verify`: are two programs the same model, and if not, where do they part?"""

from __future__ import annotations

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
    chosen = tuple(rungs.split(",")) if rungs else RUNGS
    unknown = [r for r in chosen if r not in RUNGS]
    if unknown:
        raise click.UsageError(f"no such rung: {', '.join(unknown)}; there are {', '.join(RUNGS)}")
    from graphnotes.runner import quiet

    quiet.load_tensorflow()
    from graphnotes.equivalence import ladder, opening
    from graphnotes.equivalence.trace import Trace

    named = {"feeds": dict(feed), "outputs": list(output), "loss": loss, "train_op": train_op}
    with _Progress() as progress:
        try:
            progress("opening OLD")
            old = opening.open_side(programs[0], steps, **named)
            given = {name: float(value) for name, value in inference}
            if isinstance(old.side, Trace):
                trace = old.side
            else:
                batches = old.batches
                new = None
                if batches is None and len(programs) == 2:
                    progress("opening NEW")
                    new = opening.open_side(programs[1], steps, **named)
                    batches = new.batches
                if batches is None:
                    raise opening.CannotOpen(f"{programs[0]} brings no data: let OLD be a script, a trace or a graph with a signature")
                trace = ladder.reference(old.side, batches, steps, old.training, (old.inference or {}) | given, chosen, not quick, progress)
            if record:
                trace.save(record)
                progress.stop()
                click.echo(f"{record}: {programs[0]}, {len(trace.batches())} batches, {trace.settings['steps']} steps")
                return
            progress("opening NEW")
            new = opening.open_side(programs[1], steps, **named)
        except (opening.CannotOpen, OSError, ValueError) as error:
            progress.stop()
            raise click.UsageError(str(error)) from error
        side = new.side
        if rename and not isinstance(side, Trace):
            side.rename = dict(rename)
        result = ladder.compare(trace, side, dict(pairs), chosen, None if isinstance(old.side, Trace) else old.side, progress)
    _write(result, report, style)
    sys.exit(0 if result.equal else 1)


def _write(result, report, style):
    from graphnotes.equivalence.reports import html, json, junit, text

    if report:
        html.write(result, report)
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
