"""`python -m graphnotes` is the `graphnotes` command."""

from graphnotes.cli import main

if __name__ == "__main__":
    main(prog_name="python -m graphnotes")
