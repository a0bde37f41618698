"""The context: H2O's cloud beside a Spark session."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, NoReturn, overload

from py4j.protocol import Py4JError
from pyspark import RDD, SparkContext
from pyspark.sql import DataFrame, SparkSession

from pysparkling import _card, _h2o, _session
from pysparkling._attach import attach_driver, attach_executors
from pysparkling._interrupts import held_back, in_passing
from pysparkling._progress import ProgressBar
from pysparkling.conf import H2OConf
from pysparkling.errors import ContextStoppedError, ConversionError, GatewayError, PreflightError, java_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from h2o import H2OFrame

__all__ = ["H2OContext", "Storage"]

# So many milliseconds does the JVM wait for its work before it answers. Between two answers Ctrl-C gets through.
_LONGEST_HOLD = 50
# A bool is an int, too, so it comes first.
_SCALARS = {bool: "boolean", str: "string", int: "bigint", float: "double"}


class Storage(NamedTuple):
    """Who reads and writes the URIs of one scheme.

    Examples
    --------
    >>> hc.storage()[0].scheme
    'file'
    """

    scheme: str
    provider: str
    reason: str


class H2OContext:
    """H2O's cloud inside a Spark application, and the way between DataFrames and H2O frames.

    Get it by `getOrCreate`; when that returns, the ``h2o`` module is connected to the cloud.

    Examples
    --------
    >>> from pysparkling import H2OContext
    >>> hc = H2OContext.getOrCreate()
    >>> frame = hc.asH2OFrame(spark.range(10), "numbers")
    >>> hc.asSparkFrame(frame).count()
    10
    """

    _lock: ClassVar[threading.Lock] = threading.Lock()
    _current: ClassVar[H2OContext | None] = None

    def __init__(self, spark: SparkSession, java_context: Any) -> None:
        self._spark = spark
        self._java = java_context
        self._sessions = [spark]
        # Frames that H2O would delete with Python's last reference, while DataFrames still read them.
        self._kept_frames: dict[str, Any] = {}
        self._client_url = ""
        self._silenced_client = False
        self._stopped = False

    # Life

    @overload
    @classmethod
    def getOrCreate(cls, conf: H2OConf | None = None) -> H2OContext: ...

    @overload
    @classmethod
    def getOrCreate(cls, spark: SparkSession | SparkContext | None, conf: H2OConf | None = None) -> H2OContext: ...

    @overload
    @classmethod
    def getOrCreate(cls, *, sc: SparkContext, conf: H2OConf | None = None) -> H2OContext: ...

    @classmethod
    def getOrCreate(cls, *args: Any, **kwargs: Any) -> H2OContext:
        """Return the context of this Spark application; make it, and form the cloud, if there is none.

        Parameters
        ----------
        spark : SparkSession or SparkContext, optional
            The session to work with; without it the active one, or a new one.
        conf : H2OConf, optional
            Settings that go before those of the session. They are used when the cloud is formed.

        Returns
        -------
        H2OContext
            The running context. The ``h2o`` module is connected to its cloud.

        Raises
        ------
        PreflightError
            If this place cannot run it: Java or Spark too old, Spark Connect, two versions of the jar.
        SettingError
            If a setting is unknown or its value wrong.
        CloudFormationError
            If the cloud could not be formed.

        Examples
        --------
        >>> from pysparkling import H2OConf, H2OContext
        >>> hc = H2OContext.getOrCreate()
        >>> hc = H2OContext.getOrCreate(spark, H2OConf().setClusterSize(2))
        """
        given, conf = _normalised(args, kwargs)
        spark = _session.find_session(given)
        overrides = conf.getAll() if conf else {}
        with java_errors():
            with held_back():
                pending = _start(spark, overrides)
            # Meanwhile, for it takes half a second.
            _h2o.import_ahead()
            _await(pending)
            with held_back():
                java_context = pending.context()
                context = cls._wrapped(spark, java_context)
            context._connect_client()
            with held_back():
                context._silence_client_if_asked()
        return context

    @classmethod
    def get(cls) -> H2OContext | None:
        """Return the running context, or None.

        Examples
        --------
        >>> H2OContext.get() is hc
        True
        """
        current = cls._current
        return current if current is not None and current._is_usable() else None

    @classmethod
    def ensure(cls, message: str = "H2OContext is not running; call H2OContext.getOrCreate() first") -> H2OContext:
        """Return the running context, or raise an error.

        Parameters
        ----------
        message
            What the error shall say.

        Raises
        ------
        ContextStoppedError
            If no context is running.

        Examples
        --------
        >>> H2OContext.ensure("The nightly job needs H2O") is hc
        True
        """
        context = cls.get()
        if context is None:
            raise ContextStoppedError(message)
        return context

    def stop(self, stopSparkContext: bool = False) -> None:
        """End the cloud; its frames and models are gone. A stopped context stays stopped, `getOrCreate` makes another.

        Other notebooks of the same Spark application share the cloud: it ends with the last that stops, or, where
        ``spark.ext.h2o.stop.with.last.session`` is false, with Spark.

        Parameters
        ----------
        stopSparkContext
            Whether to stop Spark as well, and so the cloud, whoever uses it.

        Examples
        --------
        >>> hc.stop()
        """
        if self._is_usable():
            _h2o.disconnect(self._client_url)
            with java_errors():
                if stopSparkContext:
                    self._java.stop(True)
                else:
                    _entry(self._spark).leave(self._java, [s._jsparkSession for s in self._sessions])  # type: ignore[attr-defined, unused-ignore]
        if self._silenced_client:
            _h2o.client().show_progress()
            self._silenced_client = False
        self._stopped = True
        self._kept_frames.clear()
        with H2OContext._lock:
            if H2OContext._current is self:
                H2OContext._current = None
        if stopSparkContext:
            self._spark.stop()

    def resize(self) -> None:
        """Form the cloud again, of the executors that Spark has now.

        Frames that came from DataFrames or imports are made again, and all others are kept. Models that were
        not saved are lost, and so is what is under way.

        Raises
        ------
        ConversionError
            If a frame that H2O made cannot be kept, since not all of it is numeric; nothing has changed then.
        CloudFormationError
            If the cloud cannot be formed again: in local mode, or without ``spark.ext.h2o.recovery=automatic``.
        CloudLostError
            If the next cloud does not form.

        Examples
        --------
        >>> hc.resize()
        """
        self._require_usable()
        with java_errors():
            pending = _entry(self._spark).resize(self._java)
            _await(pending)
            pending.context()

    @classmethod
    def _wrapped(cls, spark: SparkSession, java_context: Any) -> H2OContext:
        """Return the one Python object for a context of the JVM side."""
        with cls._lock:
            current = cls._current
            if current is None or not current._is_usable() or current._java != java_context:
                cls._current = current = cls(spark, java_context)
            elif all(spark is not session for session in current._sessions):
                current._sessions.append(spark)
            return current

    def _connect_client(self) -> None:
        """Lead the ``h2o`` module here, which has one connection for the whole of Python."""
        try:
            self._connect_once()
        except GatewayError:
            # An executor may have been lost on the way; then the next cloud comes behind the same address.
            with held_back():
                pending = _entry(self._spark).recovered(self._java)
            _await(pending)
            with held_back():
                pending.context()
            self._connect_once()

    def _connect_once(self) -> None:
        with H2OContext._lock:
            with held_back():
                connection = _entry(self._spark).connectionJson(self._java)
            self._client_url = _h2o.connect(json.loads(connection))

    def _silence_client_if_asked(self) -> None:
        """Switch off the bars of the ``h2o`` module for this context, unless the user did it or asks for them later."""
        if not self._silenced_client and _h2o.progress_wanted() and not self._shows_progress():
            self._silenced_client = True
            _h2o.client().no_progress()

    def _shows_progress(self) -> bool:
        return bool(self._java.settings().progressBarEnabled())

    def _is_usable(self) -> bool:
        context: Any = self._spark.sparkContext
        try:
            return not self._stopped and context._jsc is not None and not context._jsc.sc().isStopped()
        except (Py4JError, OSError):
            # The driver's JVM is gone.
            return False

    def _require_usable(self) -> None:
        if not self._is_usable():
            raise ContextStoppedError(
                "This H2OContext is stopped, or the Spark below it is; get a new one by H2OContext.getOrCreate()"
            )

    # Frames

    def asH2OFrame(
        self, dataframe: DataFrame | RDD[Any], h2oFrameName: str | None = None, fullCols: int = -1
    ) -> H2OFrame:
        """Make an H2O frame from a DataFrame, whose plan is evaluated once.

        Nested columns become columns of their parts: ``c.field`` of structs, ``c.0`` of arrays, binaries and vectors,
        ``c.key`` of maps.

        Parameters
        ----------
        dataframe
            A DataFrame of Spark, or an RDD. An RDD of str, bool, int or float becomes one column ``value``.
        h2oFrameName
            Key of the new frame; a frame of that name is replaced. Without it one is made up.
        fullCols
            How many columns the frame's preview in Python shows in full; -1 for all.

        Returns
        -------
        H2OFrame
            A handle to the frame in the cloud.

        Raises
        ------
        ConversionError
            If a column has a type that H2O does not know, or two would have one name.
        CloudLostError
            If the cloud died meanwhile.

        Examples
        --------
        >>> hc.asH2OFrame(spark.range(3), "three").nrow
        3
        """
        self._require_usable()
        source = self._as_dataframe(dataframe)
        with java_errors():
            with held_back():
                pending = _entry(self._spark).asH2OFrame(self._java, source._jdf, h2oFrameName)
            return self._finished(pending, fullCols)

    def _finished(self, pending: Any, full_cols: int) -> H2OFrame:
        self._wait(pending)
        with held_back():
            key = str(pending.key())
        self._connect_client()
        frame = _h2o.client().get_frame(key, full_cols=full_cols)
        if frame is None:
            raise ConversionError(f"The frame '{key}' was made but is not in the cloud any more; was it removed?")
        return frame

    def asSparkFrame(self, h2oFrame: H2OFrame | str, copyMetadata: bool = True) -> DataFrame:
        """Make a DataFrame that reads an H2O frame.

        The frame is read whenever the DataFrame is computed, so it must stay in the cloud as long. Results of H2O
        expressions, which the ``h2o`` module removes with Python's last reference, are kept until the context stops;
        ``h2o.remove(frame)`` frees one earlier.

        Parameters
        ----------
        h2oFrame
            The frame, or its key.
        copyMetadata
            Whether the columns carry what H2O knows of them, such as the levels of categorical columns.

        Returns
        -------
        DataFrame
            A DataFrame of the context's Spark session.

        Examples
        --------
        >>> hc.asSparkFrame("three").count()
        3
        """
        self._require_usable()
        key = self._key_of(h2oFrame)
        with java_errors():
            java_frame = _entry(self._spark).asSparkFrame(self._java, key, copyMetadata)
        return DataFrame(java_frame, self._spark)

    def importFrame(self, uri: str, h2oFrameName: str | None = None) -> H2OFrame:
        """Read what lies at a URI into an H2O frame.

        Parameters
        ----------
        uri
            A file, a folder or a glob, at a place that `storage` names; what it is, H2O guesses. ``h2o.import_file``
            reads from the same places and can be told more of the format. ORC is read by Spark.
        h2oFrameName
            Key of the new frame; a frame of that name is replaced. Without it one is made up.

        Returns
        -------
        H2OFrame
            A handle to the frame in the cloud.

        Raises
        ------
        EngineError
            If there is nothing at the URI, or it cannot be read.

        Examples
        --------
        >>> hc.importFrame("s3://bucket/flights/*.csv.gz").nrow
        336776
        """
        self._require_usable()
        with java_errors():
            with held_back():
                pending = _entry(self._spark).importFrame(self._java, uri, h2oFrameName)
            return self._finished(pending, -1)

    def as_h2o_frame(
        self, dataframe: DataFrame | RDD[Any], framename: str | None = None, full_cols: int = -1
    ) -> H2OFrame:
        """Do what `asH2OFrame` does, under its name of long ago."""
        return self.asH2OFrame(dataframe, framename, full_cols)

    def as_spark_frame(self, h2o_frame: H2OFrame | str, copy_metadata: bool = True) -> DataFrame:
        """Do what `asSparkFrame` does, under its name of long ago."""
        return self.asSparkFrame(h2o_frame, copy_metadata)

    def _as_dataframe(self, source: Any) -> DataFrame:
        if source is None:
            raise TypeError(
                "asH2OFrame needs a Spark DataFrame or an RDD, but got None; DataFrame.show() and "
                "DataFrame.write.save() return None, pass the DataFrame itself"
            )
        if _session.is_connect(source):
            raise PreflightError(
                "asH2OFrame got a DataFrame of a Spark Connect session; make it in the classic session that the "
                "H2OContext belongs to"
            )
        if isinstance(source, DataFrame):
            if source.sparkSession.sparkContext._jsc is None:  # type: ignore[attr-defined, unused-ignore]
                raise ContextStoppedError(
                    "This DataFrame belongs to a Spark session that is stopped; make it again in the running one"
                )
            return source
        if isinstance(source, RDD):
            return self._rdd_as_dataframe(source)
        raise TypeError(_refusal(source))

    def _rdd_as_dataframe(self, rdd: RDD[Any]) -> DataFrame:
        first = rdd.take(1)
        if not first:
            raise ConversionError(
                "asH2OFrame got an empty RDD, from which no column types can be told; use "
                "hc.asH2OFrame(spark.createDataFrame(rdd, schema))"
            )
        schema = next((name for kind, name in _SCALARS.items() if isinstance(first[0], kind)), None)
        # Spark calls the one column of scalars `value`.
        return self._spark.createDataFrame(rdd, schema) if schema else self._spark.createDataFrame(rdd)

    def _key_of(self, frame: Any) -> str:
        if isinstance(frame, str):
            return frame
        if not isinstance(frame, _h2o.client().H2OFrame):
            raise TypeError(
                f"asSparkFrame needs an H2OFrame or the key of one, but got {_session.describe_type(frame)}"
            )
        # Asking for the key computes a pending expression.
        key = str(frame.frame_id)
        # Only a result of an expression is removed with its last reference.
        if getattr(frame._ex, "_children", None) is not None:
            self._kept_frames[key] = frame
        return key

    def _wait(self, pending: Any) -> None:
        bar = ProgressBar(self._progress_wanted())
        done = False

        def redraw() -> None:
            if bar.due():
                bar.update(float(pending.progress()), str(pending.stage()))

        try:
            _await(pending, redraw)
            done = True
        finally:
            bar.close(done)

    def _progress_wanted(self) -> bool:
        return _h2o.progress_wanted() and self._shows_progress()

    # What it tells

    def getConf(self) -> H2OConf:
        """Return the settings that were given explicitly, by the session or by `H2OConf`.

        Examples
        --------
        >>> hc.getConf().clusterSize()
        2
        """
        self._require_usable()
        with java_errors():
            return H2OConf().setAll(dict(self._java.getConf().explicit()))

    def storage(self) -> list[Storage]:
        """Return who reads and writes the URIs of each scheme, and why.

        Examples
        --------
        >>> {place.scheme: place.provider for place in hc.storage()}["s3a"]
        'carried aws-java-sdk-s3'
        """
        self._require_usable()
        with java_errors():
            places: list[dict[str, str]] = json.loads(_entry(self._spark).storageJson(self._java))
        return [Storage(**place) for place in places]

    def flowURL(self) -> str:
        """Return the address of Flow, H2O's web page: on the driver, or at the proxy of a platform that is known.

        Where a platform does not tell the name of its site, the address begins with its path.

        Examples
        --------
        >>> hc.flowURL()
        'http://192.0.2.2:54321'
        """
        self._require_usable()
        with java_errors():
            return str(self._java.flowURL())

    def loginLink(self) -> str:
        """Return a link that opens Flow without asking for the password, once.

        Whoever has the link can use it, so it does not belong into a notebook that others read.

        Examples
        --------
        >>> print(hc.loginLink())
        """
        self._require_usable()
        with java_errors():
            return str(self._java.loginLink().toString())

    def openFlow(self) -> None:
        """Open Flow in the browser of the machine that Python runs on.

        Examples
        --------
        >>> hc.openFlow()
        """
        import webbrowser

        # Beside the driver there is no need of a platform's proxy, whose address may begin with a path.
        path = self.loginLink().removeprefix(self.flowURL())
        with java_errors():
            webbrowser.open(f"{self._java.gatewayURL()}{path}")

    def setH2OLogLevel(self, level: str) -> None:
        """Set how much the nodes that run now write into Spark's log.

        Parameters
        ----------
        level
            ``FATAL``, ``ERROR``, ``WARN``, ``INFO``, ``DEBUG`` or ``TRACE``. A cloud that forms later begins with the
            setting ``spark.ext.h2o.log.level`` again.

        Raises
        ------
        SettingError
            If there is no such level.

        Examples
        --------
        >>> hc.setH2OLogLevel("DEBUG")
        """
        self._require_usable()
        with java_errors():
            self._java.setH2OLogLevel(level)

    def getH2OLogLevel(self) -> str:
        """Return how much the nodes write into Spark's log.

        Examples
        --------
        >>> hc.getH2OLogLevel()
        'DEBUG'
        """
        self._require_usable()
        with java_errors():
            return str(self._java.getH2OLogLevel())

    def downloadH2OLogs(self, destination: str, container: str = "ZIP") -> str:
        """Write the engine's logs of all nodes to a file on the driver.

        Parameters
        ----------
        destination
            The directory to write to; it is made if it is missing.
        container
            ``"ZIP"`` for an archive with an archive of each node in it, ``"LOG"`` for one text.

        Returns
        -------
        str
            Path of the file.

        Examples
        --------
        >>> hc.downloadH2OLogs("/tmp/logs")
        '/tmp/logs/h2ologs_20261124_101500.zip'
        """
        if container not in ("ZIP", "LOG"):
            raise ValueError(f"downloadH2OLogs makes a 'ZIP' or 'LOG', but container is {container!r}")
        self._require_usable()
        with java_errors():
            return str(self._java.downloadH2OLogs(destination, container))

    def show(self) -> None:
        """Print what the context is and where its nodes are.

        Examples
        --------
        >>> hc.show()
        """
        print(self)

    def __repr__(self) -> str:
        facts = self._facts()
        return "H2OContext: stopped" if facts is None else _card.as_text(facts)

    def _repr_html_(self) -> str:
        facts = self._facts()
        if facts is None:
            return "<p>H2OContext: stopped</p>"
        if facts["state"] == "RUNNING":
            # Worth nothing once it was used, or five minutes later, so it may stay in a notebook.
            facts["login_link"] = self.loginLink()
        return _card.as_html(facts)

    def _facts(self) -> dict[str, Any] | None:
        if not self._is_usable():
            return None
        with java_errors():
            facts: dict[str, Any] = json.loads(_entry(self._spark).describeJson(self._java))
        return facts

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "An H2OContext lives on Spark's driver and cannot be pickled: do not use it inside a function that Spark "
            "runs on the executors (udf, map, foreachPartition)"
        )


def _normalised(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, H2OConf | None]:
    """Tell session and settings apart, in all the orders that were ever used."""
    unknown = kwargs.keys() - {"spark", "sc", "conf"}
    if unknown:
        raise TypeError(f"getOrCreate does not know the argument '{min(unknown)}'; it takes spark, sc and conf")
    if len(args) > 2:
        raise TypeError(f"getOrCreate takes a session and settings, but got {len(args)} arguments")
    given = [value for value in (*args, *kwargs.values()) if value is not None]
    confs = [value for value in given if isinstance(value, H2OConf)]
    sessions = [value for value in given if not isinstance(value, H2OConf)]
    if len(confs) > 1 or len(sessions) > 1:
        kinds = ", ".join(_session.describe_type(value) for value in given)
        raise TypeError(f"getOrCreate takes one session and one H2OConf, but got {kinds}")
    return (sessions[0] if sessions else None), (confs[0] if confs else None)


def _await(pending: Any, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Wait for work of the JVM side; Ctrl-C ends the waiting and the work."""
    # The word is reserved in Python.
    wait = getattr(pending, "await")
    try:
        done = False
        while not done:
            with held_back():
                done = bool(wait(_LONGEST_HOLD))
                if not done:
                    meanwhile()
    except BaseException:
        in_passing(pending.cancel)
        raise


def _start(spark: SparkSession, overrides: dict[str, str]) -> Any:
    """Begin to make the context of the JVM side, after all that must be there before it."""
    jvm: Any = spark.sparkContext._jvm
    location = attach_driver(spark)
    problem = jvm.ai.h2o.sparkling.preflight.Preflight.check(
        jvm.java.lang.System.getProperty("java.version"), spark.version
    )
    if problem is not None:
        raise PreflightError(str(problem))
    # After the refusal: what was sent to the executors cannot be taken back.
    attach_executors(spark, location)
    java_map = jvm.java.util.HashMap()
    for name, value in overrides.items():
        java_map.put(name, value)
    return _entry(spark).getOrCreate(spark._jsparkSession, java_map)  # type: ignore[attr-defined, unused-ignore]


def _entry(spark: SparkSession) -> Any:
    jvm: Any = spark.sparkContext._jvm
    return jvm.ai.h2o.sparkling.python.PythonEntry


def _refusal(source: Any) -> str:
    """Return why something cannot be made a frame, and what to do instead."""
    kind = _session.describe_type(source)
    package = kind.partition(".")[0]
    if kind.startswith("pyspark.pandas."):
        remedy = "make a DataFrame of it first: hc.asH2OFrame(frame.to_spark())"
    elif package in ("pandas", "numpy"):
        remedy = "use hc.asH2OFrame(spark.createDataFrame(frame)), or h2o.H2OFrame(frame) if it is small"
    elif package in ("polars", "pyarrow"):
        remedy = "use hc.asH2OFrame(spark.createDataFrame(frame.to_pandas()))"
    elif package == "h2o":
        remedy = "it is in H2O already, use it as it is"
    else:
        remedy = "make a DataFrame of it first by spark.createDataFrame"
    return f"asH2OFrame needs a Spark DataFrame or an RDD, but got {kind}; {remedy}"
