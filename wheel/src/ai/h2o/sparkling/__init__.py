"""Python's twins of the Java classes that saved pipelines name.

PySpark's loader turns the Java class of a saved stage, such as ``ai.h2o.sparkling.ml.models.H2OGBMMOJOModel``, into
the name of a Python module and imports it; those modules live below this one. ``ai`` and ``ai.h2o`` are namespace
packages and have no ``__init__``, so that other distributions may put packages of their own beside this one.
"""
