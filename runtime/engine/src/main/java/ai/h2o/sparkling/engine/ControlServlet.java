package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.ControlProtocol;
import ai.h2o.sparkling.engine.api.ControlProtocol.Answer;
import ai.h2o.sparkling.engine.api.EngineFailure;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers the driver's control calls on the node's guarded listener. */
public final class ControlServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer;
        try {
            var call = ControlProtocol.readCall(request.getInputStream());
            var node = Node.current();
            if (node == null) {
                throw new EngineFailure("The node is still starting");
            }
            answer = Answer.of(call.answer(node));
        } catch (EngineFailure e) {
            answer = Answer.failed(e);
        }
        response.setContentType(ControlProtocol.CONTENT_TYPE);
        ControlProtocol.write(answer, response.getOutputStream());
    }
}
