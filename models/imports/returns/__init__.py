"""The payment organisation's answer as a file: read, understood, matched to the payments of a month."""
