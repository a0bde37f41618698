"""H2O's machine learning engine inside the Spark that somebody else hosts.

Examples
--------
>>> from pysparkling import H2OContext
>>> hc = H2OContext.getOrCreate()
>>> frame = hc.asH2OFrame(spark.range(10))
"""

try:
    import pyspark as _pyspark  # noqa: F401
except ImportError as _error:
    raise ImportError(
        "pysparkling needs Spark's Python package. Hosted platforms bring it; elsewhere: pip install 'pyspark>=3.4'"
    ) from _error

from pysparkling import _submit, _version
from pysparkling.conf import H2OConf
from pysparkling.context import H2OContext

__all__ = ["H2OConf", "H2OContext"]
__version__ = _version.VERSION

_submit.prepare()
