"""What hidden cells call to put a number into a sentence: in the browser the sentence stands already."""


def glue(name, value, display=True):
    """Do nothing."""
