package ai.h2o.sparkling.bridge;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils;
import org.apache.spark.ui.WebUIPage;
import scala.Function0;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction0;
import scala.xml.Node;
import scala.xml.XML$;

/**
 * A page of Spark's web UI, for all of its versions at once. They differ in the request (javax up to Spark 3.5, jakarta from
 * 4.0) and in the result ({@code scala.collection.Seq} to Scala 2.12, {@code scala.collection.immutable.Seq} to 2.13). So
 * this class has a method for each request; and because the result is the narrower type, the compiler adds the method with
 * the wider one. The class that a Spark does not have is never loaded, for no code here does more with it than pass it on.
 */
final class SparkUiPage extends WebUIPage {
    private final SparkUITab tab;
    private final String title;
    private final Supplier<String> content;

    SparkUiPage(SparkUITab tab, String title, Supplier<String> content) {
        super("");
        this.tab = tab;
        this.title = title;
        this.content = content;
    }

    @Override
    public Seq<Node> render(javax.servlet.http.HttpServletRequest request) {
        return page(request);
    }

    /** What Spark 4 calls. */
    public Seq<Node> render(jakarta.servlet.http.HttpServletRequest request) {
        return page(request);
    }

    /** Spark's own frame around the content. */
    @SuppressWarnings("unchecked")
    private Seq<Node> page(Object request) {
        var body = new AbstractFunction0<Seq<Node>>() {
            @Override
            public Seq<Node> apply() {
                return (Seq<Node>) (Object) XML$.MODULE$.loadString(content.get());
            }
        };
        var frame = Arrays.stream(UIUtils.class.getMethods())
                .filter(method -> method.getName().equals("headerSparkPage"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("UIUtils.headerSparkPage is gone"));
        try {
            return (Seq<Node>) frame.invoke(null, arguments(frame, request, body));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Spark's web UI makes no page of it: " + e, e);
        }
    }

    private Object[] arguments(Method frame, Object request, Function0<Seq<Node>> body)
            throws ReflectiveOperationException {
        var types = frame.getParameterTypes();
        var arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i].isInstance(request)) {
                arguments[i] = request;
            } else if (types[i] == String.class) {
                arguments[i] = title;
            } else if (types[i] == Function0.class) {
                arguments[i] = body;
            } else if (types[i].isInstance(tab)) {
                arguments[i] = tab;
            } else {
                arguments[i] = UIUtils.class
                        .getMethod("headerSparkPage$default$" + (i + 1))
                        .invoke(null);
            }
        }
        return arguments;
    }
}
