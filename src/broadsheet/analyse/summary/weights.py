"""How much each feature of a sentence speaks for it. Written by scripts/train_summary.py."""

WEIGHTS = (
    -0.0061,  # one
    0.0044,  # place
    0.1103,  # place, slowly
    -0.0464,  # first
    -0.0348,  # second
    -0.0499,  # third
    -0.0376,  # repeated words
    -0.0098,  # repeated words, damped
    -0.0076,  # words of three sentences
    0.1154,  # length
    -0.0154,  # length squared
    0.0003,  # short
    -0.0012,  # quotation
    0.0037,  # question
    -0.0014,  # leaning
    0.0184,  # number
    0.0153,  # names
    0.0048,  # said
    0.1076,  # like the lead
    -0.0058,  # I and you
    0.0000,  # title
    0.0066,  # central here
    0.0640,  # central and early
)
