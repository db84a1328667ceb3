"""The program: python -m rnn_ref {train,sample,text,check,bench}."""

import argparse
import os
import sys

from rnn_ref.commands import check, quality, sample, text, train
from rnn_ref.commands.arguments import add_common
from rnn_ref.files import BadInput

COMMANDS = {"train": train, "sample": sample, "text": text, "check": check}
MEASUREMENTS = {"quality": quality}    # python -m rnn_ref bench ...


def main(argv=None):
    """Run one command; bad input gets one sentence on standard error and exit code 2."""
    options = parser().parse_args(argv)
    sys.stdout.reconfigure(errors="backslashreplace")    # for letters that the terminal does not have
    try:
        code = options.run(options)
        sys.stdout.flush()
        return code
    except BadInput as error:
        print(f"rnn_ref: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as stopped:
        print(f"rnn_ref: interrupted{stopped.args[0] if stopped.args else ''}", file=sys.stderr)
        return 130
    except BrokenPipeError:    # the reader, such as head, has seen enough
        no_more_output()
        return 0
    except OSError as error:
        no_more_output()
        print(f"rnn_ref: cannot write what was printed: {error.strerror}", file=sys.stderr)
        return 2


def no_more_output():
    """Send what is still to be printed nowhere, so that the end of the program does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser():
    """Return the command line's parser; every command shows an example."""
    top = argparse.ArgumentParser(prog="python -m rnn_ref", description="Train and use the character model.",
                                  epilog=f"example: python -m rnn_ref {train.EXAMPLE}")
    commands = top.add_subparsers(required=True, metavar="{train,sample,text,check,bench}")
    for name, module in COMMANDS.items():
        add(commands, name, module)
    bench = commands.add_parser("bench", help="Measure how good the models are.")
    measurements = bench.add_subparsers(required=True, metavar="{quality}")
    for name, module in MEASUREMENTS.items():
        add(measurements, name, module)
    return top


def add(commands, name, module):
    """Add the command that module holds."""
    sub = commands.add_parser(name, help=module.__doc__, description=module.__doc__,
                              epilog=f"example: python -m rnn_ref {module.EXAMPLE}")
    add_common(sub)
    module.add_arguments(sub)
    sub.set_defaults(run=module.run)


if __name__ == "__main__":
    sys.exit(main())
