"""The commands of python -m rnn_ref: each module has EXAMPLE, add_arguments(parser) and run(options)."""
