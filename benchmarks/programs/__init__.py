"""The programs that are timed: one file per way of writing them.

Each file has a dict `PROGRAMS`: name -> a function that builds the program and returns one step of it as a function.
"""
