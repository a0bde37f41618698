package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockProtocol;
import ai.h2o.sparkling.engine.api.ControlProtocol;
import java.util.List;
import water.server.ServletMeta;
import water.server.ServletProvider;

/** Adds this project's servlets to the node's web server; H2O finds it as a service. */
public final class SparklingServlets implements ServletProvider {
    @Override
    public List<ServletMeta> servlets() {
        return List.of(
                new ServletMeta.Builder(ControlProtocol.PATH, ControlServlet.class).build(),
                new ServletMeta.Builder(BlockProtocol.PATH, BlocksServlet.class).build());
    }
}
