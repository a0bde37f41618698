package ai.h2o.sparkling.bridge;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tab in Spark's web UI. */
public final class SparkUiTab {
    private static final Logger LOG = LoggerFactory.getLogger(SparkUiTab.class);

    private final SparkUI ui;
    private final SparkUITab tab;

    private SparkUiTab(SparkUI ui, SparkUITab tab) {
        this.ui = ui;
        this.tab = tab;
    }

    /**
     * Adds a tab, if there is a UI, and if it is one that takes it: platforms change it, and nothing else depends on it.
     *
     * @param content what the tab shows, as XHTML; asked each time that somebody looks
     */
    public static Optional<SparkUiTab> attach(SparkContext context, String name, Supplier<String> content) {
        var ui = context.ui();
        if (ui.isEmpty()) {
            return Optional.empty();
        }
        try {
            var tab = new Tab(ui.get(), name);
            tab.attachPage(new SparkUiPage(tab, name, content));
            ui.get().attachTab(tab);
            return Optional.of(new SparkUiTab(ui.get(), tab));
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("This Spark's web UI takes no tab", e);
            return Optional.empty();
        }
    }

    /** Takes it away; does nothing when Spark has ended. */
    public void detach() {
        try {
            ui.detachTab(tab);
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("The tab goes with Spark's web UI", e);
        }
    }

    private static final class Tab extends SparkUITab {
        private final String name;

        Tab(SparkUI ui, String name) {
            super(ui, name.toLowerCase(java.util.Locale.ROOT));
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }
    }
}
