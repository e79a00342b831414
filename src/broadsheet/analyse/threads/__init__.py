"""The thread of a story: what can be said of it as a whole, worked out from its articles. Pure: no clock, no store.

describe     articles and their copies -> `Story`: headline, who was first, counts, sections, places, heat
sparkline    times -> how much was published when, in at most 24 steps
"""

from broadsheet.analyse.threads.describe import VERSION, describe, heat
from broadsheet.analyse.threads.sparkline import Sparkline, spark_sentence, spark_text, sparkline

__all__ = ["VERSION", "Sparkline", "describe", "heat", "spark_sentence", "spark_text", "sparkline"]
