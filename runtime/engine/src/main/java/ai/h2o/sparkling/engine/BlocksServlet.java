package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.BlockCodec;
import ai.h2o.sparkling.engine.api.BlockProtocol;
import ai.h2o.sparkling.engine.api.BlockProtocol.Kind;
import ai.h2o.sparkling.engine.api.BlockProtocol.Reading;
import ai.h2o.sparkling.engine.api.BlockProtocol.Staging;
import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ControlProtocol;
import ai.h2o.sparkling.engine.api.ControlProtocol.Answer;
import ai.h2o.sparkling.engine.api.EngineFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Takes and gives blocks on the node's guarded listener, for tasks whose JVM has no node. */
public final class BlocksServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(request.getInputStream(), 1 << 16));
        Answer answer;
        try {
            var node = Node.current();
            if (node == null) {
                throw new EngineFailure("The node is still starting");
            }
            var kind = kind(in.readUTF());
            if (kind == Kind.READ) {
                var reading = Reading.read(in);
                send(read(node, reading), response);
                return;
            }
            answer = Answer.of(stage(node, kind, Staging.read(in), in));
        } catch (EngineFailure e) {
            answer = Answer.failed(e);
        }
        response.setContentType(ControlProtocol.CONTENT_TYPE);
        ControlProtocol.write(answer, response.getOutputStream());
    }

    private static Kind kind(String name) throws EngineFailure {
        try {
            return Kind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new EngineFailure("Not a request for blocks of this version of Sparkling Hosted", e);
        }
    }

    private static Serializable stage(Node node, Kind kind, Staging staging, DataInputStream in)
            throws IOException, EngineFailure {
        switch (kind) {
            case APPEND -> RemoteStages.append(node, staging, new BlockCodec().read(in));
            case FINISH -> {
                return RemoteStages.finish(node, staging);
            }
            default -> RemoteStages.abort(staging.id());
        }
        return null;
    }

    private static ColumnBlock read(Node node, Reading reading) throws EngineFailure {
        return ChunkRows.copy(reading, node.read(reading.frameKey(), reading.chunk(), reading.columns()));
    }

    private static void send(ColumnBlock block, HttpServletResponse response) throws IOException {
        response.setContentType(BlockProtocol.CONTENT_TYPE);
        var out = new DataOutputStream(response.getOutputStream());
        new BlockCodec().write(block, out);
        out.flush();
    }
}
