"""What the pages use of IPython, which itself is not in the browser."""
